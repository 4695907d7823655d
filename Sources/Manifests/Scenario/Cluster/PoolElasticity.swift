package import SimulationKernel

/// What makes a node pool elastic: the cluster autoscaler keeps its size between two bounds.
package struct PoolElasticity: Sendable {
  /// Least nodes.
  package let least: Int
  /// Greatest number of nodes.
  package let greatest: Int
  /// Rank for the priority expander: the highest grows first.
  package let priority: Int
  /// What a machine costs an hour, for the price expander.
  package let price: Double
  /// From the order of a machine until its kubelet registers it: the provider's time and the boot,
  /// in seconds.
  package let provision: Distribution
  /// From its registration until it is ready, as the network plugin needs, in seconds.
  package let readiness: Distribution

  /// Reads how many machines a pool has at the start, and its bounds where it is elastic.
  static func size(_ reader: inout SpecReader) -> (count: Int, elasticity: PoolElasticity?) {
    let written = reader.optional(
      "count", .count(from: 0).checked("must be at most 10000") { $0 <= 10_000 },
      "how many machines at the start; min, or 1 by default")
    let elasticity = read(&reader, count: written)
    let count = written ?? elasticity?.least ?? 1
    if count == 0, elasticity == nil {
      reader.diagnostics.error(
        "a pool of fixed size needs a machine", at: reader.span, code: "out-of-range",
        help: "give it min and max to let the cluster autoscaler add machines")
    }
    return (count, elasticity)
  }

  /// Reads `min`, `max`, `priority`, `provision` and `ready` of a pool; nil for one of fixed size.
  private static func read(_ reader: inout SpecReader, count: Int?) -> PoolElasticity? {
    let least = reader.optional(
      "min", .count(from: 0), "least nodes: the cluster autoscaler adds and removes them")
    let greatest = reader.optional(
      "max", .count().checked("must be at most 10000") { $0 <= 10_000 },
      "most nodes: the cluster autoscaler adds and removes them")
    let priority = reader.optional(
      "priority", .count(from: 0), default: 0, "rank for the priority expander; 0 by default")
    let price = reader.optional(
      "price", .amount, default: 0, "what a machine costs an hour, for the price expander")
    let provision = reader.optional(
      "provision", .law(.time), default: standardProvision,
      "from the order of a machine until its kubelet registers; around 90s by default")
    let readiness = reader.optional(
      "ready", .law(.time), default: standardReadiness,
      "from then until the node is ready; around 15s by default")
    guard least != nil || greatest != nil else { return nil }
    let low = least ?? min(count ?? 1, greatest ?? 1)
    let high = greatest ?? max(count ?? low, low)
    if low > high || count.map({ !(low...high).contains($0) }) ?? false {
      reader.diagnostics.error(
        "the pool's min, count and max are not in order", at: reader.span, code: "out-of-range",
        help: "min \(low), count \(count ?? low), max \(high)")
      return nil
    }
    return PoolElasticity(
      least: low, greatest: high, priority: priority, price: price, provision: provision,
      readiness: readiness)
  }

  /// One to three minutes until a cloud's machine has booted and its kubelet has registered it; the
  /// greater part of a scale-up (FAQ of the cluster autoscaler; assumed).
  private static let standardProvision = Distribution.lognormal(p50: 90, p99: 180)
  /// Ten to thirty seconds for the network plugin's DaemonSet (assumed).
  private static let standardReadiness = Distribution.lognormal(p50: 15, p99: 30)
}
