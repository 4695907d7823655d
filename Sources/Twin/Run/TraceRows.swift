import Cluster
import Manifests
import Mesh
import Metrics
import SimulationKernel
import Workload

/// Turns the spans of sampled journeys into rows.
struct TraceRows {
  /// Names of the pods seen so far, by index, with the handle they belong to: a pod may be gone
  /// when its span ends.
  private var pods: [(pod: UInt32, name: String)] = []

  /// Remembers the names of the pods that exist.
  mutating func learnPods(_ cluster: borrowing Cluster) {
    for index in 0..<cluster.pods.capacity {
      guard let pod = cluster.pods.handle(at: index) else { continue }
      _ = name(of: pod, cluster)
    }
  }

  /// The rows of spans that have ended.
  mutating func rows(
    _ spans: [Span], _ world: borrowing World, _ platform: Platform, _ services: [ServiceName]
  ) -> [SpanRow] {
    var rows: [SpanRow] = []
    for span in spans {
      let (service, operation) = Self.names(of: span.subject, world, platform, services)
      rows.append(
        SpanRow(
          trace: UInt64(span.trace), span: UInt64(span.number),
          parent: span.parent.map { UInt64($0) },
          service: service, operation: operation, pod: pod(span.server, world.cluster),
          start: span.startedAt, duration: span.endedAt - span.startedAt, failed: span.hasFailed))
    }
    return rows
  }

  private static func names(
    of subject: Span.Subject, _ world: borrowing World, _ platform: Platform,
    _ services: [ServiceName]
  ) -> (service: String, operation: String) {
    switch subject {
    case .journey(let journey): return ("users", platform.journeys[Int(journey)].name)
    case .external(let host): return (world.workload.hosts[Int(host)], "")
    case .call(let route):
      let target = world.mesh.target(ofRoute: route)
      return (
        services[target.service].service,
        world.directory.operation(target.operation, of: target.service)
      )
    }
  }

  private mutating func pod(_ raw: UInt32, _ cluster: borrowing Cluster) -> String {
    raw == .max ? "" : name(of: PodHandle(rawValue: raw), cluster)
  }

  private mutating func name(of pod: PodHandle, _ cluster: borrowing Cluster) -> String {
    while pods.count <= pod.index { pods.append((.max, "")) }
    if pods[pod.index].pod == pod.rawValue { return pods[pod.index].name }
    guard cluster.pods.contains(pod) else { return "" }
    let name = cluster.namespace(of: pod) + "/" + cluster.name(of: pod)
    pods[pod.index] = (pod.rawValue, name)
    return name
  }
}
