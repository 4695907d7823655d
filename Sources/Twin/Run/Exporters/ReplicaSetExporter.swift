import Cluster
import SimulationKernel

/// ReplicaSets as kube-state-metrics shows them, those of Deployments and written ones.
struct ReplicaSetExporter {
  /// A table for each workload, a row for each revision.
  private var series: [SeriesTable] = []

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for index in world.cluster.workloads.indices {
      while series.count <= index { series.append(SeriesTable(width: 4)) }
      guard world.cluster.workloads[index].exists else { continue }
      let workload = world.cluster.workloads[index]
      for (row, status) in world.cluster.replicaSets(ofWorkload: index).enumerated() {
        guard let status else { continue }
        series[index].open(row: row)
        let labels = KubernetesObject.labels(
          "replicaset", namespace: workload.namespace, name: status.name)
        for (metric, entry) in [
          ("spec_replicas", status.replicas), ("status_replicas", status.pods),
          ("status_ready_replicas", status.ready),
        ].enumerated() {
          book.put(
            Double(entry.1), &series[index][row, metric], "kube_replicaset_" + entry.0, labels)
        }
        let isOwned = workload.kind == .deployment
        book.put(
          1, &series[index][row, 3], "kube_replicaset_owner",
          labels + [
            (name: "owner_kind", value: isOwned ? "Deployment" : ""),
            (name: "owner_name", value: isOwned ? workload.name : ""),
            (name: "owner_is_controller", value: isOwned ? "true" : ""),
          ])
      }
    }
  }
}
