import Cluster
import SimulationKernel

/// Claims as kube-state-metrics shows them.
///
/// Of a claim's phases only those that it has been in have a series.
struct ClaimExporter {
  private enum Metric: Int, CaseIterable {
    case pending, bound, requested, info
  }

  private var series = SeriesTable(width: Metric.allCases.count)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for (row, claim) in world.cluster.claimStatus.enumerated() {
      guard let claim else { continue }
      series.open(row: row)
      let labels = KubernetesObject.labels(
        "persistentvolumeclaim", namespace: claim.namespace, name: claim.name)
      for (metric, isNow, phase) in [
        (Metric.pending, !claim.isBound, "Pending"), (.bound, claim.isBound, "Bound"),
      ] {
        guard isNow || series[row, metric.rawValue] >= 0 else { continue }
        book.put(
          isNow ? 1 : 0, &series[row, metric.rawValue], "kube_persistentvolumeclaim_status_phase",
          labels + [(name: "phase", value: phase)])
      }
      book.put(
        Double(claim.requested), &series[row, Metric.requested.rawValue],
        "kube_persistentvolumeclaim_resource_requests_storage_bytes", labels)
      guard claim.isBound else { continue }
      book.put(
        1, &series[row, Metric.info.rawValue], "kube_persistentvolumeclaim_info",
        labels + [
          (name: "storageclass", value: claim.storageClass),
          (name: "volumename", value: claim.volume),
        ])
    }
  }
}
