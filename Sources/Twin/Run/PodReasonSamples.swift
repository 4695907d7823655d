import Cluster
import Metrics
import SimulationKernel

/// Why containers wait or ended, as kube-state-metrics shows it: a series for each reason that a
/// pod has had, 1 while it holds.
struct PodReasonSamples {
  private struct Entry {
    let pod: UInt32
    let name: String
    let reason: String
    let series: Int32
  }

  private static let waiting = "kube_pod_container_status_waiting_reason"
  private static let terminated = "kube_pod_container_status_last_terminated_reason"
  /// Our own: a ConfigMap or Secret has changed, and the pod still works with the old content.
  private static let stale = "vhsim_pod_configuration_stale"
  private static let names = [waiting, terminated, stale]
  private var entries: [Entry] = []

  /// A sample of every series that exists, and the series that are new, numbered from `next`.
  mutating func scrape(
    _ cluster: borrowing Cluster, at time: SimTime, from next: inout Int32,
    _ fresh: inout [SeriesDefinition], _ samples: inout [Sample]
  ) {
    for index in 0..<cluster.pods.capacity {
      guard let pod = cluster.pods.handle(at: index) else { continue }
      for name in Self.names {
        guard let reason = Self.reason(name, of: pod, cluster, at: time) else { continue }
        add(name, reason, of: pod, cluster, &next, &fresh)
      }
    }
    for entry in entries {
      let pod = PodHandle(rawValue: entry.pod)
      guard cluster.pods.contains(pod) else { continue }
      let now = Self.reason(entry.name, of: pod, cluster, at: time)
      samples.append(Sample(series: entry.series, value: now == entry.reason ? 1 : 0))
    }
  }

  /// What a series' reason label says now; nil where the series has nothing to say.
  private static func reason(
    _ name: String, of pod: PodHandle, _ cluster: borrowing Cluster, at time: SimTime
  ) -> String? {
    switch name {
    case waiting: cluster.pods[pod].waiting.name
    case terminated: cluster.lastTermination(of: pod)?.rawValue
    default:
      cluster.hasStaleEnvironment(pod)
        ? "environment" : cluster.hasStaleVolumes(pod, at: time) ? "volume" : nil
    }
  }

  private mutating func add(
    _ name: String, _ reason: String, of pod: PodHandle, _ cluster: borrowing Cluster,
    _ next: inout Int32, _ fresh: inout [SeriesDefinition]
  ) {
    let isKnown = entries.contains {
      $0.pod == pod.rawValue && $0.name == name && $0.reason == reason
    }
    guard !isKnown else { return }
    entries.append(Entry(pod: pod.rawValue, name: name, reason: reason, series: next))
    fresh.append(
      SeriesDefinition(
        id: next, name: name,
        labels: [
          (name: "namespace", value: cluster.namespace(of: pod)),
          (name: "pod", value: cluster.name(of: pod)), (name: "reason", value: reason),
        ]))
    next += 1
  }
}
