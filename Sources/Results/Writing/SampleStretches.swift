import Metrics

/// Joins the samples of a run to stretches: a stretch holds consecutive samples of one series that
/// are evenly spaced and have the same value, and is stored as one row.
///
/// Most series keep their value at most scrapes; a row for each sample would fill three quarters of
/// a file.
struct SampleStretches {
  /// Samples of a series, by the run's number of it; 32 bytes, as thousands are open at a time.
  struct Stretch {
    let value: Double
    /// Time of the first sample in milliseconds.
    let first: Int64
    let series: Int32
    /// Milliseconds between two samples; zero while there is one.
    var interval: Int32 = 0
    var count: Int32 = 1

    /// Time of the last sample in milliseconds.
    var last: Int64 { first + Int64(interval) * Int64(count - 1) }
  }

  /// The most samples of a stretch: how far a killed run's rows can be behind.
  static let longest: Int32 = 64
  /// The stretch of each series that goes on.
  private var open: [Stretch?] = []

  /// Takes in the samples of a scrape and hands over the stretches that ended before it.
  ///
  /// - Parameter time: the time of the scrape in milliseconds.
  mutating func take(
    _ samples: [Sample], at time: Int64, ended: (Stretch) throws -> Void
  ) rethrows {
    for sample in samples {
      let series = Int(sample.series)
      while open.count <= series { open.append(nil) }
      if open[series]?.extend(to: time, sample.value) ?? false { continue }
      if let former = open[series] { try ended(former) }
      open[series] = Stretch(value: sample.value, first: time, series: sample.series)
    }
  }

  /// Ends all stretches.
  mutating func endAll(ended: (Stretch) throws -> Void) rethrows {
    for case let stretch? in open { try ended(stretch) }
    open.removeAll(keepingCapacity: true)
  }
}

extension SampleStretches.Stretch {
  /// Goes on to a sample, if that continues it.
  fileprivate mutating func extend(to time: Int64, _ next: Double) -> Bool {
    guard next.bitPattern == value.bitPattern, count < SampleStretches.longest,
      let step = Int32(exactly: time - last), count == 1 || step == interval
    else { return false }
    interval = step
    count += 1
    return true
  }
}
