import Cluster
import Manifests
import SimulationKernel

/// The cluster autoscaler as it shows itself, with its metrics of single node groups
/// (kubernetes/autoscaler cluster-autoscaler/metrics, --emit-per-nodegroup-metrics).
struct NodeAutoscalerExporter {
  private typealias Value = (name: String, labels: [SeriesLabel], value: Int)

  private var series: [Int32] = []
  private var poolSeries = SeriesTable(width: 3)
  private var blockerSeries = [Int32](repeating: -1, count: RemovalBlocker.allCases.count)

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    let autoscaler = world.cluster.nodeAutoscaler
    guard !autoscaler.pools.isEmpty else { return }
    let values = Self.values(autoscaler, world, at: time)
    while series.count < values.count { series.append(-1) }
    for (index, entry) in values.enumerated() {
      book.put(
        Double(entry.value), &series[index], "cluster_autoscaler_" + entry.name,
        Self.job + entry.labels)
    }
    for (index, blocker) in RemovalBlocker.allCases.enumerated() {
      let count = autoscaler.members.count { $0.blocker == blocker }
      guard count > 0 || blockerSeries[index] >= 0 else { continue }
      book.put(
        Double(count), &blockerSeries[index], "cluster_autoscaler_unremovable_nodes_count",
        Self.job + [(name: "reason", value: blocker.rawValue)])
    }
    for pool in autoscaler.pools.indices { scrape(pool, autoscaler, into: &book) }
  }

  private static let job: [SeriesLabel] = [(name: "job", value: "cluster-autoscaler")]

  private mutating func scrape(
    _ pool: Int, _ autoscaler: NodeAutoscaler, into book: inout SeriesBook
  ) {
    poolSeries.open(row: pool)
    let spec = autoscaler.pools[pool].spec
    let sizes = [
      ("min", spec.least), ("max", spec.greatest), ("target", autoscaler.size(of: pool)),
    ]
    for (metric, entry) in sizes.enumerated() {
      book.put(
        Double(entry.1), &poolSeries[pool, metric],
        "cluster_autoscaler_node_group_\(entry.0)_count",
        Self.job + [(name: "node_group", value: spec.name)])
    }
  }

  /// The metrics of the whole, always in the same order.
  private static func values(
    _ autoscaler: NodeAutoscaler, _ world: borrowing World, at time: SimTime
  ) -> [Value] {
    counters(autoscaler.counters) + states(autoscaler, world) + [
      (
        "node_groups_count", [(name: "node_group_type", value: "autoscaled")],
        autoscaler.pools.count
      ),
      (
        "unschedulable_pods_count", [(name: "type", value: "unschedulable")],
        autoscaler.unschedulable
      ),
      ("cluster_safe_to_autoscale", [], autoscaler.isUnhealthy ? 0 : 1),
      ("unneeded_nodes_count", [], autoscaler.unneededCount),
      ("scale_down_in_cooldown", [], autoscaler.isCoolingDown(at: time) ? 1 : 0),
      ("max_nodes_count", [], mostNodes(autoscaler)),
    ]
  }

  /// What the pools may come to, or the limit of all nodes where that is less
  /// (static_autoscaler.go UpdateMaxNodesCount).
  private static func mostNodes(_ autoscaler: NodeAutoscaler) -> Int {
    let sum = autoscaler.pools.reduce(0) { $0 + $1.spec.greatest }
    let limit = autoscaler.settings.maxNodesTotal
    return limit > 0 ? min(limit, sum) : sum
  }

  private static func states(
    _ autoscaler: NodeAutoscaler, _ world: borrowing World
  ) -> [Value] {
    let nodes = world.cluster.nodes
    let there = nodes.indices.filter { !nodes[$0].isDeleted }
    let ready = there.count { nodes[$0].ready == .true }
    let joining = there.count { autoscaler.members[$0].stage == .joining }
    return [
      ("ready", ready), ("unready", there.count - ready - joining), ("notStarted", joining),
      ("unregistered", autoscaler.members.count { $0.stage == .ordered }),
    ].map { ("nodes_count", [(name: "state", value: $0.0)], $0.1) }
  }

  private static func counters(_ done: NodeAutoscaler.Counters) -> [Value] {
    [
      ("scaled_up_nodes_total", [], done.added),
      ("failed_scale_ups_total", [(name: "reason", value: "timeout")], done.failedScaleUps),
      ("scaled_down_nodes_total", [(name: "reason", value: "empty")], done.removedEmpty),
      (
        "scaled_down_nodes_total", [(name: "reason", value: "underutilized")],
        done.removedUnderused
      ),
      ("scaled_down_nodes_total", [(name: "reason", value: "unready")], done.removedUnready),
      ("evicted_pods_total", [(name: "eviction_result", value: "succeeded")], done.evicted),
      ("evicted_pods_total", [(name: "eviction_result", value: "failed")], done.failedEvictions),
    ]
  }
}
