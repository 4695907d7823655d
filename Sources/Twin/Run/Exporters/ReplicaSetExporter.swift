import Cluster
import Metrics
import SimulationKernel

/// ReplicaSets as kube-state-metrics shows them: written ones, and those of Deployments; and
/// ReplicationControllers (internal/store/replicationcontroller.go).
struct ReplicaSetExporter {
  private static let mostMetrics = 4

  private struct Row {
    /// Kind of the object as names of metrics and labels have it.
    var kind = "replicaset"
    var name: String
    var namespace: String
    /// Name of the Deployment that owns it; empty without one.
    var deployment = ""
    var asked: Int
    var active: Int
    var ready: Int
  }

  /// For each workload a row for each of its ReplicaSets.
  private var series: [SeriesTable] = []

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for index in world.cluster.workloads.indices {
      while series.count <= index { series.append(SeriesTable(width: Self.mostMetrics)) }
      for revision in world.cluster.workloads[index].revisions.indices {
        guard let row = Self.row(of: index, revision, world) else { continue }
        let isOwned = !row.deployment.isEmpty
        series[index].open(row: revision, owner: isOwned ? Int32(index) : -1)
        put(row, index, revision, into: &book)
      }
    }
  }

  private mutating func put(
    _ row: Row, _ index: Int, _ revision: Int, into book: inout SeriesBook
  ) {
    let labels = KubernetesObject.labels(
      row.kind, namespace: row.namespace, name: row.name)
    let isOwned = !row.deployment.isEmpty
    let owner = [
      (name: "owner_kind", value: isOwned ? "Deployment" : ""),
      (name: "owner_name", value: row.deployment),
      (name: "owner_is_controller", value: isOwned ? "true" : ""),
    ]
    let values: [(name: String, value: Int, own: [SeriesLabel])] = [
      ("spec_replicas", row.asked, []), ("status_replicas", row.active, []),
      ("status_ready_replicas", row.ready, []), ("owner", 1, owner),
    ]
    for (metric, entry) in values.enumerated() {
      book.put(
        Double(entry.value), &series[index][revision, metric],
        "kube_\(row.kind)_\(entry.name)", labels + entry.own)
    }
  }

  /// A workload's ReplicaSet as its object tells; nil where there is none.
  private static func row(of index: Int, _ revision: Int, _ world: borrowing World) -> Row? {
    let workload = world.cluster.workloads[index]
    let set = workload.revisions[revision]
    switch workload.kind {
    case .replicaSet where workload.exists && revision == 0:
      return Row(
        kind: workload.objectKind.lowercased(), name: workload.name,
        namespace: workload.namespace, asked: workload.replicas,
        active: workload.activeCount, ready: workload.readyCount)
    case .deployment where world.cluster.isThere((index, revision)):
      let members = set.pods == 0 ? [] : workload.pods
      let ready = members.count {
        let pod = world.cluster.pods[$0]
        return Int(pod.revision) == revision && pod.isReady && !pod.isTerminating
      }
      return Row(
        name: set.name, namespace: workload.namespace,
        deployment: workload.exists ? workload.name : "", asked: set.replicas, active: set.pods,
        ready: ready)
    default: return nil
    }
  }
}
