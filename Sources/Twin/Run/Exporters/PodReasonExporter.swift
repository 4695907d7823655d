import Cluster
import SimulationKernel

/// Why containers wait or ended and pods failed, as kube-state-metrics shows it: a series for each
/// reason that a pod has had, 1 while it holds.
struct PodReasonExporter {
  private enum Metric: String, CaseIterable {
    case waiting = "kube_pod_container_status_waiting_reason"
    case terminated = "kube_pod_container_status_last_terminated_reason"
    case initWaiting = "kube_pod_init_container_status_waiting_reason"
    case initTerminated = "kube_pod_init_container_status_last_terminated_reason"
    case status = "kube_pod_status_reason"
    /// Our own: a ConfigMap or Secret has changed, and the pod still works with the old content.
    case stale = "vhsim_pod_configuration_stale"
  }

  private struct Entry {
    let pod: UInt32
    let metric: Metric
    let reason: String
    var series: Int32 = -1
  }

  private var entries: [Entry] = []

  mutating func scrape(
    _ world: borrowing World, at time: SimTime, into book: inout SeriesBook
  ) {
    for index in 0..<world.cluster.pods.capacity {
      guard let pod = world.cluster.pods.handle(at: index) else { continue }
      for metric in Metric.allCases {
        guard let reason = Self.reason(metric, of: pod, world.cluster, at: time) else { continue }
        add(metric, reason, of: pod)
      }
    }
    for index in entries.indices {
      let entry = entries[index]
      let pod = PodHandle(rawValue: entry.pod)
      guard world.cluster.pods.contains(pod) else { continue }
      let now = Self.reason(entry.metric, of: pod, world.cluster, at: time)
      book.put(
        now == entry.reason ? 1 : 0, &entries[index].series, entry.metric.rawValue,
        [
          (name: "job", value: "kube-state-metrics"),
          (name: "namespace", value: world.cluster.namespace(of: pod)),
          (name: "pod", value: world.cluster.name(of: pod)),
          (name: "reason", value: entry.reason),
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
    case .terminated: cluster.lastTermination(of: pod)?.rawValue
    case .initWaiting: cluster.isInitializing(pod) ? cluster.pods[pod].waiting.name : nil
    case .initTerminated: cluster.pods[pod].lastInitReason?.rawValue
    case .status: cluster.pods[pod].phase == .failed ? cluster.pods[pod].reason.name : nil
    case .stale:
      cluster.hasStaleEnvironment(pod)
        ? "environment" : cluster.hasStaleVolumes(pod, at: time) ? "volume" : nil
    }
  }

  private mutating func add(_ metric: Metric, _ reason: String, of pod: PodHandle) {
    let isKnown = entries.contains {
      $0.pod == pod.rawValue && $0.metric == metric && $0.reason == reason
    }
    if !isKnown { entries.append(Entry(pod: pod.rawValue, metric: metric, reason: reason)) }
  }
}
