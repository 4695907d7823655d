import Metrics

/// A label of a series.
typealias SeriesLabel = (name: String, value: String)

/// What one scrape brings: series that are new, and a value of each series that exists now.
///
/// An exporter keeps the numbers of its series; -1 stands for one that was not announced yet.
struct SeriesBook {
  private(set) var fresh: [SeriesDefinition] = []
  private(set) var samples: [Sample] = []
  private var count: Int32 = 0

  /// Puts down the value of a series; its first value announces it.
  mutating func put(
    _ value: Double, _ series: inout Int32, _ name: @autoclosure () -> String,
    _ labels: @autoclosure () -> [SeriesLabel]
  ) {
    if series < 0 {
      series = count
      count += 1
      fresh.append(SeriesDefinition(id: series, name: name(), labels: labels()))
    }
    samples.append(Sample(series: series, value: value))
  }

  /// Puts down the share of something bounded that is in use.
  mutating func put(
    utilisation: Double, _ series: inout Int32, of resource: @autoclosure () -> String
  ) {
    put(
      utilisation, &series, "vhsim_resource_utilization_ratio",
      [(name: "resource", value: resource())])
  }

  /// Forgets what was put down; numbers go on.
  mutating func clear() {
    fresh.removeAll(keepingCapacity: true)
    samples.removeAll(keepingCapacity: true)
  }
}
