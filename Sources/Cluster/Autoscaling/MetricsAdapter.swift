/// The custom and external metrics APIs: values that an adapter publishes.
///
/// Kept sorted by metric and object. Without an adapter the APIs answer with the errors of
/// kubernetes pkg/controller/podautoscaler/metrics/client.go.
package struct MetricsAdapter: Sendable {
  private struct Entry {
    var metric: String
    var object: String
    var valuesMilli: [Int64]
  }

  private var entries: [Entry] = []

  /// Sets the values of a metric, in thousandths.
  ///
  /// `object` is `Kind/namespace/name`, or the namespace for an external metric, which may have
  /// several values.
  package mutating func publish(_ valuesMilli: [Int64], metric: String, object: String) {
    let index = place(of: metric, object)
    if index < entries.count, entries[index].metric == metric, entries[index].object == object {
      entries[index].valuesMilli = valuesMilli
    } else {
      entries.insert(
        Entry(metric: metric, object: object, valuesMilli: valuesMilli), at: index)
    }
  }

  /// The values of a metric; empty if there is none.
  func values(metric: String, object: String) -> [Int64] {
    let index = place(of: metric, object)
    guard index < entries.count, entries[index].metric == metric, entries[index].object == object
    else { return [] }
    return entries[index].valuesMilli
  }

  private func place(of metric: String, _ object: String) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if (entries[middle].metric, entries[middle].object) < (metric, object) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }
}
