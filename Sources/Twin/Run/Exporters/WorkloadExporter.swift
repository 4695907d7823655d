import Cluster
import SimulationKernel

/// Deployments, StatefulSets and DaemonSets as kube-state-metrics shows them.
struct WorkloadExporter {
  private static let mostMetrics = 6
  private var series = SeriesTable(width: mostMetrics)

  mutating func scrape(_ world: borrowing World, into book: inout SeriesBook) {
    for index in world.cluster.workloads.indices {
      let workload = world.cluster.workloads[index]
      series.open(row: index)
      let values = Self.values(of: workload, world)
      for (metric, entry) in values.enumerated() {
        book.put(
          Double(entry.value), &series[index, metric], entry.name,
          [
            (name: "job", value: "kube-state-metrics"),
            (name: "namespace", value: workload.namespace),
            (name: workload.kind.rawValue.lowercased(), value: workload.name),
          ])
      }
    }
  }

  /// The metrics of a controller's kind, always in the same order.
  private static func values(of workload: WorkloadState, _ world: borrowing World)
    -> [(name: String, value: Int)]
  {
    let (asked, active, ready) = (workload.replicas, workload.activeCount, workload.readyCount)
    let updated =
      workload.revisions.isEmpty ? active : workload.revisions[workload.newest].pods
    switch workload.kind {
    case .deployment:
      return [
        ("kube_deployment_spec_replicas", asked), ("kube_deployment_status_replicas", active),
        ("kube_deployment_status_replicas_ready", ready),
        ("kube_deployment_status_replicas_available", ready),
        ("kube_deployment_status_replicas_unavailable", max(0, max(asked, active) - ready)),
        ("kube_deployment_status_replicas_updated", updated),
      ]
    case .statefulSet:
      return [
        ("kube_statefulset_replicas", asked), ("kube_statefulset_status_replicas", active),
        ("kube_statefulset_status_replicas_ready", ready),
        ("kube_statefulset_status_replicas_available", ready),
        ("kube_statefulset_status_replicas_updated", updated),
      ]
    case .daemonSet:
      return [
        ("kube_daemonset_status_desired_number_scheduled", active),
        ("kube_daemonset_status_current_number_scheduled", active),
        ("kube_daemonset_status_number_ready", ready),
        ("kube_daemonset_status_number_available", ready),
        ("kube_daemonset_status_number_unavailable", max(0, active - ready)),
        ("kube_daemonset_status_updated_number_scheduled", updated),
      ]
    case .replicaSet, .job, .cronJob, .pod, .operated, .podSet: return []
    }
  }
}
