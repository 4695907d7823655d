import Cluster
import SimulationKernel

/// Why containers wait or ended and pods failed, as kube-state-metrics shows it: a series for each
/// reason that a pod has had, 1 while it holds.
struct PodReasonExporter {
  private enum Metric: String, CaseIterable {
    case waiting = "kube_pod_container_status_waiting_reason"
    case terminated = "kube_pod_container_status_terminated_reason"
    case lastTerminated = "kube_pod_container_status_last_terminated_reason"
    case initWaiting = "kube_pod_init_container_status_waiting_reason"
    case initTerminated = "kube_pod_init_container_status_last_terminated_reason"
    case status = "kube_pod_status_reason"
    /// Our own: a ConfigMap or Secret has changed, and the pod still works with the old content.
    case stale = "vhsim_pod_configuration_stale"
  }

  /// A reason that a pod has had.
  private struct Entry {
    let metric: Metric
    let reason: String
    var series: Int32 = -1
  }

  /// The reasons of the pod in a place of the cluster's table.
  private struct Row {
    var pod = PodHandle.none
    var entries: [Entry] = []
  }

  private var rows: [Row] = []

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    for index in 0..<world.cluster.pods.capacity {
      guard let pod = world.cluster.pods.handle(at: index) else { continue }
      while rows.count <= index { rows.append(Row()) }
      if rows[index].pod != pod { rows[index] = Row(pod: pod) }
      for metric in Metric.allCases {
        scrape(metric, of: pod, world, at: time, into: &book)
      }
    }
  }

  private mutating func scrape(
    _ metric: Metric, of pod: PodHandle, _ world: borrowing World, at time: SimTime,
    into book: inout SeriesBook
  ) {
    let row = pod.index
    let now = Self.reason(metric, of: pod, world.cluster, at: time)
    if let now, !rows[row].entries.contains(where: { $0.metric == metric && $0.reason == now }) {
      rows[row].entries.append(Entry(metric: metric, reason: now))
    }
    for index in rows[row].entries.indices where rows[row].entries[index].metric == metric {
      let reason = rows[row].entries[index].reason
      book.put(
        now == reason ? 1 : 0, &rows[row].entries[index].series, metric.rawValue,
        [
          (name: "job", value: "kube-state-metrics"),
          (name: "namespace", value: world.cluster.namespace(of: pod)),
          (name: "pod", value: world.cluster.name(of: pod)), (name: "reason", value: reason),
        ])
    }
  }

  /// What a series' reason label says now; nil where the series has nothing to say.
  private static func reason(
    _ metric: Metric, of pod: PodHandle, _ cluster: borrowing Cluster, at time: SimTime
  ) -> String? {
    switch metric {
    case .waiting:
      cluster.isInitializing(pod) ? "PodInitializing" : cluster.pods[pod].waiting.name
    case .terminated:
      cluster.isTerminated(pod) ? cluster.lastTermination(of: pod)?.rawValue : nil
    case .lastTerminated:
      cluster.isTerminated(pod) ? nil : cluster.lastTermination(of: pod)?.rawValue
    case .initWaiting: cluster.isInitializing(pod) ? cluster.pods[pod].waiting.name : nil
    case .initTerminated: cluster.pods[pod].lastInitReason?.rawValue
    case .status: cluster.pods[pod].phase == .failed ? cluster.pods[pod].reason.name : nil
    case .stale:
      cluster.hasStaleEnvironment(pod)
        ? "environment" : cluster.hasStaleVolumes(pod, at: time) ? "volume" : nil
    }
  }
}
