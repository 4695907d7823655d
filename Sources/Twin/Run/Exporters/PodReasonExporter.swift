import Cluster
import SimulationKernel

/// Why containers wait or ended and pods failed, as kube-state-metrics shows it: a series for each
/// reason that a container or pod has had, 1 while it holds.
struct PodReasonExporter {
  private enum Metric: String {
    case waiting = "container_status_waiting_reason"
    case terminated = "container_status_terminated_reason"
    case lastTerminated = "container_status_last_terminated_reason"
    /// Of all init containers that end, together.
    case initTerminated = "kube_pod_init_container_status_last_terminated_reason"
    case status = "kube_pod_status_reason"
    /// Our own: a ConfigMap or Secret has changed, and the pod still works with the old content.
    case stale = "vhsim_pod_configuration_stale"

    static let ofContainers: [Metric] = [.waiting, .terminated, .lastTerminated]
    static let ofPods: [Metric] = [.initTerminated, .status, .stale]
  }

  /// What has a reason.
  private enum Subject: Equatable {
    case pod
    /// An init container that ends, by its number among all init containers.
    case initContainer(Int)
    /// An app container or a sidecar, by its place among those of its pod.
    case container(Int)
  }

  /// A reason that something has had.
  private struct Entry {
    let metric: Metric
    let subject: Subject
    let reason: String
    var series: Int32 = -1
  }

  /// The reasons of the pod in a place of the cluster's table, and of its containers.
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
      for metric in Metric.ofPods { note(metric, .pod, of: pod, world.cluster, at: time) }
      if let step = world.cluster.waitingInit(of: pod)?.step {
        note(.waiting, .initContainer(step), of: pod, world.cluster, at: time)
      }
      for place in 0..<world.cluster.containerRange(of: pod).count {
        for metric in Metric.ofContainers {
          note(metric, .container(place), of: pod, world.cluster, at: time)
        }
      }
      for entry in rows[index].entries.indices {
        put(entry, of: pod, world, at: time, into: &book)
      }
    }
  }

  /// Makes sure that what a series' reason label says now has an entry.
  private mutating func note(
    _ metric: Metric, _ subject: Subject, of pod: PodHandle, _ cluster: borrowing Cluster,
    at time: SimTime
  ) {
    guard let now = Self.reason(metric, subject, of: pod, cluster, at: time) else { return }
    let isKnown = rows[pod.index].entries.contains {
      $0.metric == metric && $0.subject == subject && $0.reason == now
    }
    guard !isKnown else { return }
    rows[pod.index].entries.append(Entry(metric: metric, subject: subject, reason: now))
  }

  private mutating func put(
    _ index: Int, of pod: PodHandle, _ world: borrowing World, at time: SimTime,
    into book: inout SeriesBook
  ) {
    let entry = rows[pod.index].entries[index]
    let now = Self.reason(entry.metric, entry.subject, of: pod, world.cluster, at: time)
    book.put(
      now == entry.reason ? 1 : 0, &rows[pod.index].entries[index].series,
      Self.name(of: entry, of: pod, world.cluster), Self.labels(of: entry, of: pod, world))
  }

  /// The name of a reason's series: init containers, sidecars among them, have their own.
  private static func name(
    of entry: Entry, of pod: PodHandle, _ cluster: borrowing Cluster
  ) -> String {
    switch entry.subject {
    case .pod: entry.metric.rawValue
    case .initContainer: "kube_pod_init_\(entry.metric.rawValue)"
    case .container(let place):
      cluster.isSidecar(cluster.containerRange(of: pod).lowerBound + place)
        ? "kube_pod_init_\(entry.metric.rawValue)" : "kube_pod_\(entry.metric.rawValue)"
    }
  }

  private static func labels(
    of entry: Entry, of pod: PodHandle, _ world: borrowing World
  ) -> [SeriesLabel] {
    var labels = PodLabels(of: pod)
    let reason = (name: "reason", value: entry.reason)
    switch entry.subject {
    case .pod: return labels.object(in: world, [reason])
    case .initContainer(let step):
      let template = world.cluster.templates[Int(world.cluster.pods[pod].template)].spec
      let name = template.initContainers[step].name
      return labels.object(in: world, [(name: "container", value: name), reason])
    case .container(let place):
      let index = world.cluster.containerRange(of: pod).lowerBound + place
      let name = world.cluster.name(ofContainer: index)
      return labels.object(in: world, [(name: "container", value: name), reason])
    }
  }

  /// What a series' reason label says now; nil where the series has nothing to say.
  private static func reason(
    _ metric: Metric, _ subject: Subject, of pod: PodHandle, _ cluster: borrowing Cluster,
    at time: SimTime
  ) -> String? {
    switch subject {
    case .pod: return reason(metric, of: pod, cluster, at: time)
    case .initContainer(let step):
      let waiting = cluster.waitingInit(of: pod)
      return waiting?.step == step ? waiting?.reason : nil
    case .container(let place):
      let range = cluster.containerRange(of: pod)
      guard place < range.count else { return nil }
      return reason(metric, ofContainer: range.lowerBound + place, cluster)
    }
  }

  private static func reason(
    _ metric: Metric, of pod: PodHandle, _ cluster: borrowing Cluster, at time: SimTime
  ) -> String? {
    switch metric {
    case .initTerminated: cluster.pods[pod].lastInitReason?.rawValue
    case .status: cluster.pods[pod].phase == .failed ? cluster.pods[pod].reason.name : nil
    case .stale:
      cluster.hasStaleEnvironment(pod)
        ? "environment" : cluster.hasStaleVolumes(pod, at: time) ? "volume" : nil
    case .waiting, .terminated, .lastTerminated: nil
    }
  }

  private static func reason(
    _ metric: Metric, ofContainer index: Int, _ cluster: borrowing Cluster
  ) -> String? {
    switch metric {
    case .waiting: cluster.waitingReason(ofContainer: index)
    case .terminated:
      cluster.isTerminated(index) ? cluster.lastTermination(ofContainer: index)?.rawValue : nil
    case .lastTerminated:
      cluster.isTerminated(index) ? nil : cluster.lastTermination(ofContainer: index)?.rawValue
    case .initTerminated, .status, .stale: nil
    }
  }
}
