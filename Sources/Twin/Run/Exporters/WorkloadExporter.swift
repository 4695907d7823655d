import Cluster
import Metrics
import SimulationKernel

/// Deployments, StatefulSets and DaemonSets as kube-state-metrics shows them.
struct WorkloadExporter {
  private typealias Value = (name: String, value: Int)

  private static let mostMetrics = 7
  private static let statuses = ["true", "false", "unknown"]

  private var series = SeriesTable(width: mostMetrics)
  /// A Deployment's conditions, each with a series for each status.
  private var conditions = SeriesTable(width: 3 * statuses.count)
  /// A StatefulSet's revisions, each with a series for the revision that it is.
  private var currentRevisions = SeriesTable(width: 1)
  private var updateRevisions = SeriesTable(width: 1)

  mutating func scrape(_ world: borrowing World, at time: SimTime, into book: inout SeriesBook) {
    for index in world.cluster.workloads.indices where world.cluster.workloads[index].exists {
      let workload = world.cluster.workloads[index]
      let values = Self.values(of: index, world, at: time)
      guard !values.isEmpty else { continue }
      series.open(row: index)
      let labels = KubernetesObject.labels(
        workload.kind.rawValue.lowercased(), namespace: workload.namespace, name: workload.name)
      for (metric, entry) in values.enumerated() {
        book.put(Double(entry.value), &series[index, metric], entry.name, labels)
      }
      switch workload.kind {
      case .deployment: conditions(of: index, workload.rollout, labels, into: &book)
      case .statefulSet: revisions(of: index, world, labels, into: &book)
      case .daemonSet, .replicaSet, .job, .cronJob, .pod, .operated, .podSet: break
      }
    }
  }

  /// The metrics of a controller's kind, always in the same order.
  private static func values(of index: Int, _ world: borrowing World, at time: SimTime) -> [Value] {
    let workload = world.cluster.workloads[index]
    switch workload.kind {
    case .deployment:
      return deployment(
        workload, available: world.cluster.availableCount(ofWorkload: index, at: time))
    case .statefulSet:
      return statefulSet(
        workload, available: world.cluster.availableCount(ofWorkload: index, at: time))
    case .daemonSet: return daemonSet(world.cluster.daemonSetStatus(ofWorkload: index, at: time))
    case .replicaSet, .job, .cronJob, .pod, .operated, .podSet: return []
    }
  }

  private static func deployment(_ workload: WorkloadState, available: Int) -> [Value] {
    let (asked, active) = (workload.replicas, workload.activeCount)
    return [
      ("kube_deployment_spec_replicas", asked), ("kube_deployment_status_replicas", active),
      ("kube_deployment_status_replicas_ready", workload.readyCount),
      ("kube_deployment_status_replicas_available", available),
      ("kube_deployment_status_replicas_unavailable", max(0, max(asked, active) - available)),
      ("kube_deployment_status_replicas_updated", updated(workload)),
      ("kube_deployment_spec_paused", workload.spec.isPaused ? 1 : 0),
    ]
  }

  private static func statefulSet(_ workload: WorkloadState, available: Int) -> [Value] {
    [
      ("kube_statefulset_replicas", workload.replicas),
      ("kube_statefulset_status_replicas", workload.activeCount),
      ("kube_statefulset_status_replicas_ready", workload.readyCount),
      ("kube_statefulset_status_replicas_available", available),
      ("kube_statefulset_status_replicas_updated", updated(workload)),
    ]
  }

  private static func daemonSet(_ status: DaemonSetStatus) -> [Value] {
    [
      ("kube_daemonset_status_desired_number_scheduled", status.desired),
      ("kube_daemonset_status_current_number_scheduled", status.current),
      ("kube_daemonset_status_number_misscheduled", status.misscheduled),
      ("kube_daemonset_status_number_ready", status.ready),
      ("kube_daemonset_status_number_available", status.available),
      ("kube_daemonset_status_number_unavailable", status.desired - status.available),
      ("kube_daemonset_status_updated_number_scheduled", status.updated),
    ]
  }

  /// Pods of the newest revision.
  private static func updated(_ workload: WorkloadState) -> Int {
    workload.revisions.isEmpty
      ? workload.activeCount : workload.revisions[workload.newest].pods
  }

  /// The conditions that a Deployment has.
  private mutating func conditions(
    of row: Int, _ rollout: RolloutStatus, _ labels: [SeriesLabel], into book: inout SeriesBook
  ) {
    conditions.open(row: row)
    let present: [(name: String, status: ConditionStatus?)] = [
      ("Available", ConditionStatus(rollout.isAvailable)),
      ("Progressing", rollout.progress?.status),
      ("ReplicaFailure", rollout.hasReplicaFailure ? .true : nil),
    ]
    for (order, condition) in present.enumerated() {
      guard let status = condition.status else { continue }
      for (index, name) in Self.statuses.enumerated() {
        book.put(
          status.rawValue.lowercased() == name ? 1 : 0,
          &conditions[row, order * Self.statuses.count + index],
          "kube_deployment_status_condition",
          labels + [(name: "condition", value: condition.name), (name: "status", value: name)])
      }
    }
  }

  private mutating func revisions(
    of row: Int, _ world: borrowing World, _ labels: [SeriesLabel], into book: inout SeriesBook
  ) {
    guard let revisions = world.cluster.statefulSetRevisions(ofWorkload: row) else { return }
    currentRevisions.open(row: row, key: UInt32(revisions.current.number))
    updateRevisions.open(row: row, key: UInt32(revisions.update.number))
    book.put(
      1, &currentRevisions[row, 0], "kube_statefulset_status_current_revision",
      labels + [(name: "revision", value: revisions.current.name)])
    book.put(
      1, &updateRevisions[row, 0], "kube_statefulset_status_update_revision",
      labels + [(name: "revision", value: revisions.update.name)])
  }
}
