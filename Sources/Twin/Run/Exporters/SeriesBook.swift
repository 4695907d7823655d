import Metrics

/// A label of a series.
typealias SeriesLabel = (name: String, value: String)

/// What one scrape brings: series that are new, and a value of each series that exists now.
///
/// An exporter keeps the numbers of its series; -1 stands for one that was not announced yet.
struct SeriesBook {
  private var fresh: [SeriesDefinition] = []
  private var samples: [Sample] = []
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

  /// Makes room for a sample of every series announced so far.
  mutating func reserveScrape() {
    samples.reserveCapacity(samples.count + Int(count))
  }

  /// Hands over what was put down; numbers go on.
  ///
  /// The next rows get memory of their own: these may wait for the disk, and the few of most
  /// seconds must not hold the room of a scrape.
  mutating func take() -> (fresh: [SeriesDefinition], samples: [Sample]) {
    let taken = (fresh, samples)
    fresh = []
    samples = []
    return taken
  }
}
