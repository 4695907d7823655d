import Cluster
import Manifests
import SimulationKernel
import Testing

/// A world of the cluster alone: it keeps what the rooms above would be told.
struct ClusterWorld: EventHandler, ~Copyable {
  struct Told {
    let time: SimTime
    let kind: UInt8
    let argument: UInt32
  }

  private let held: HeldCluster
  var told: [Told] = []

  var cluster: Cluster {
    _read { yield held.cluster }
    _modify { yield &held.cluster }
  }

  init(cluster: consuming Cluster) { held = HeldCluster(cluster) }

  /// A cluster of manifests on assumed nodes, at time zero.
  static func started(_ text: String, in simulation: inout Simulation) throws -> ClusterWorld {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let set = ManifestSet.decode(
      loader.documents(of: Array(text.utf8), path: "test.yaml"), diagnostics)
    try #require(!diagnostics.hasErrors, "\(diagnostics.diagnostics.items.map(\.message))")
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(ClusterSpec(manifests: set, cluster: nil), seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    if notice.room == Room.cluster.rawValue {
      cluster.handle(notice, in: &simulation)
    } else {
      told.append(Told(time: notice.time, kind: notice.kind, argument: notice.argument))
    }
  }
}

/// Specs of small clusters.
enum SmallCluster {
  static func node(_ name: String, zone: String, milli: Int64 = 4_000) -> NodeSpec {
    NodeSpec(
      name: name, labels: StringMap([("topology.kubernetes.io/zone", zone)]),
      capacity: PodResources(cpuMilli: milli, memory: 16 << 30))
  }

  static func template(app: String, milli: Int64) -> PodTemplate {
    var template = PodTemplate()
    template.labels = StringMap([("app", app)])
    template.containers[0].image = app + ":1"
    template.containers[0].requests = PodResources(cpuMilli: milli, memory: 64 << 20)
    template.containers[0].hasCPURequest = true
    template.containers[0].hasMemoryRequest = true
    return template
  }

  static func workload(
    _ kind: WorkloadKind, _ name: String, replicas: Int, milli: Int64 = 100
  ) -> WorkloadSpec {
    var workload = WorkloadSpec(
      kind: kind, name: name, namespace: "shop", template: template(app: name, milli: milli))
    workload.replicas = replicas
    return workload
  }

  /// Three zones with two nodes each.
  static func spec(_ workloads: [WorkloadSpec], start: ClusterSpec.Start = .running) -> ClusterSpec
  {
    var spec = ClusterSpec()
    spec.start = start
    spec.nodes = (0..<6).map { node("worker-\($0 + 1)", zone: "zone-\($0 % 3)") }
    spec.workloads = workloads
    spec.services = workloads.map {
      ServiceSpec(
        name: $0.name, namespace: "shop", selector: StringMap([("app", $0.name)]))
    }
    return spec
  }
}
