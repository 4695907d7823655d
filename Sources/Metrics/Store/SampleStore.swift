package import SimulationKernel

/// The samples of chosen series as a monitoring system keeps them for queries.
///
/// Only series of the names that were asked for are kept, and of each only what a rate's window
/// needs.
package struct SampleStore: Sendable {
  /// A series with its last samples.
  package struct Series: Sendable {
    /// Name and labels.
    package let definition: SeriesDefinition
    /// Times and values, the oldest first.
    package fileprivate(set) var points: [(time: SimTime, value: Double)] = []

    /// The value of the label of a name; empty without one, as PromQL has it.
    package func label(_ name: String) -> String {
      definition.labels.first { $0.name == name }?.value ?? ""
    }
  }

  /// How far back samples are kept.
  private let retention: SimDuration
  /// Names of the series to keep.
  private let names: [String]
  /// By the number of each series: its index in `kept`; -1 for nothing.
  private var keptIndices: [Int] = []
  private var kept: [Series] = []

  /// Makes a store of the series of some names.
  package init(keeping names: [String], for retention: SimDuration) {
    self.names = names
    self.retention = retention
  }

  /// Whether nothing is to be kept.
  package var isIdle: Bool { names.isEmpty }

  /// Takes in what a scrape brought: series that are new, and a sample of each that exists.
  package mutating func take(_ fresh: [SeriesDefinition], _ samples: [Sample], at time: SimTime) {
    for definition in fresh {
      let isWanted = names.contains(definition.name)
      keptIndices.append(isWanted ? kept.count : -1)
      if isWanted { kept.append(Series(definition: definition)) }
    }
    for sample in samples where keptIndices[Int(sample.series)] >= 0 {
      let index = keptIndices[Int(sample.series)]
      kept[index].points.append((time, sample.value))
      // One point older than the window stays: it is where a rate begins.
      while kept[index].points.count > 2, kept[index].points[1].time <= time - retention {
        kept[index].points.removeFirst()
      }
    }
  }

  /// Whether there was ever a series of a name.
  package func knows(_ name: String) -> Bool { kept.contains { $0.definition.name == name } }

  /// The series of a name that had a sample at or after a time.
  package func series(named name: String, since time: SimTime) -> [Series] {
    kept.filter { $0.definition.name == name && ($0.points.last.map { $0.time >= time } ?? false) }
  }
}

extension SampleStore.Series {
  /// The last value.
  package var value: Double { points.last?.value ?? 0 }

  /// The increase a second of a counter over a window that ends now, extrapolated to the window's
  /// ends where samples come close to them; nil with fewer than two samples in it.
  ///
  /// Source: prometheus promql/functions.go extrapolatedRate.
  package func rate(over window: SimDuration, at now: SimTime) -> Double? {
    let within = points.filter { $0.time > now - window && $0.time <= now }
    guard let first = within.first, let last = within.last, within.count > 1 else { return nil }
    var increase = last.value - first.value
    for (before, after) in zip(within, within.dropFirst()) where after.value < before.value {
      increase += before.value
    }
    let sampled = (last.time - first.time).seconds
    let interval = sampled / Double(within.count - 1)
    var toStart = (first.time - (now - window)).seconds
    let toEnd = (now - last.time).seconds
    if increase > 0, first.value >= 0 {
      // A counter is never below zero: the line through the samples bounds the extrapolation.
      toStart = min(toStart, sampled * first.value / increase)
    }
    let limit = interval * 1.1
    let span =
      sampled + (toStart < limit ? toStart : interval / 2)
      + (toEnd < limit ? toEnd : interval / 2)
    return increase * span / sampled / window.seconds
  }
}
