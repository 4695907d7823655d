import Metrics

/// Samples of one run on their way to rows: a series' samples at even intervals with one value are
/// one stretch, and one row.
///
/// Most series say the same at most scrapes; a row for each would be three quarters of a file.
struct SampleStretches {
  /// Samples of a series, by the run's number of it.
  struct Stretch {
    let series: Int32
    let value: Double
    let first: Int64
    var last: Int64
    /// Time between two samples; zero while there is one.
    var interval: Int64 = 0
    var count = 1
  }

  /// The most samples of a stretch: how far a killed run's rows can be behind.
  static let longest = 64
  /// The stretch of each series that goes on.
  private var open: [Stretch?] = []

  /// Takes in the samples of a scrape, in milliseconds; the stretches that end before it.
  mutating func take(_ samples: [Sample], at time: Int64) -> [Stretch] {
    var ended: [Stretch] = []
    for sample in samples {
      let series = Int(sample.series)
      while open.count <= series { open.append(nil) }
      if open[series]?.extend(to: time, sample.value) ?? false { continue }
      if let former = open[series] { ended.append(former) }
      open[series] = Stretch(series: sample.series, value: sample.value, first: time, last: time)
    }
    return ended
  }

  /// Ends all stretches.
  mutating func takeAll() -> [Stretch] {
    let ended = open.compactMap { $0 }
    open.removeAll(keepingCapacity: true)
    return ended
  }
}

extension SampleStretches.Stretch {
  /// Goes on to a sample, if that continues it.
  fileprivate mutating func extend(to time: Int64, _ next: Double) -> Bool {
    guard next.bitPattern == value.bitPattern, count < SampleStretches.longest,
      count == 1 || time == last + interval
    else { return false }
    if count == 1 { interval = time - last }
    last = time
    count += 1
    return true
  }
}
