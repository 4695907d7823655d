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

/// Numbers of the series of many like things: a row of metrics for each.
struct SeriesTable {
  private let width: Int
  private var keys: [UInt32] = []
  private var numbers: [Int32] = []

  init(width: Int) { self.width = width }

  /// Makes sure that a row exists; one whose key changed belongs to another thing and starts anew.
  mutating func open(row: Int, key: UInt32 = 0) {
    while keys.count <= row {
      keys.append(key)
      numbers += repeatElement(-1, count: width)
    }
    guard keys[row] != key else { return }
    keys[row] = key
    for index in row * width..<(row + 1) * width { numbers[index] = -1 }
  }

  subscript(row: Int, metric: Int) -> Int32 {
    get { numbers[row * width + metric] }
    _modify { yield &numbers[row * width + metric] }
  }
}
