import Cluster
import Manifests
import SimulationKernel

/// A cluster whose one Deployment serves a demand in cores, shared evenly by the serving pods.
struct AutoscalingWorld: EventHandler, ~Copyable {
  static let tick = SimDuration.milliseconds(100)
  static let tickKind: UInt8 = 1
  static let doneKind: UInt8 = 2

  private let held: HeldCluster
  /// Demand in thousandths of a core by the time from which it holds.
  let demand: [(from: SimTime, milli: Int64)]
  var scalings: [(time: SimTime, replicas: Int)] = []
  var events: [ClusterEvent] = []
  var jobs: [Handle<CPUJob>] = []

  var cluster: Cluster {
    _read { yield held.cluster }
    _modify { yield &held.cluster }
  }

  init(
    manifest: String, replicas: Int, demand: [(SimTime, Int64)], seed: UInt64,
    others: [WorkloadSpec] = [], resolution: SimDuration = .seconds(15)
  ) {
    var container = ContainerSpec(name: "app", image: "app:1")
    container.requests.cpuMilli = 500
    container.hasCPURequest = true
    container.requests.memory = 64 << 20
    container.hasMemoryRequest = true
    var template = PodTemplate()
    template.labels["app"] = "web"
    template.containers = [container]
    var deployment = WorkloadSpec(
      kind: .deployment, name: "web", namespace: "shop", template: template)
    deployment.replicas = replicas
    var spec = ClusterSpec()
    spec.zones = ["a", "b"]
    spec.nodes = (1...6).map { number in
      NodeSpec(
        name: "worker-\(number)",
        labels: StringMap([("topology.kubernetes.io/zone", number % 2 == 0 ? "a" : "b")]),
        capacity: PodResources(cpuMilli: 16_000, memory: 64 << 30))
    }
    spec.workloads = [deployment] + others
    spec.autoscalers = AutoscalingWorld.autoscalers(manifest)
    spec.metricsResolution = resolution
    held = HeldCluster(Cluster(spec, seed: seed))
    self.demand = demand.map { (from: $0.0, milli: $0.1) }
  }

  static func autoscalers(_ text: String) -> [AutoscalerSpec] {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    return loader.documents(of: Array(text.utf8), path: "autoscaler.yaml")
      .compactMap { HorizontalPodAutoscaler(from: $0.node, diagnostics) }
      .map { AutoscalerSpec($0) }
  }

  mutating func start(in simulation: inout Simulation) {
    cluster.start(in: &simulation)
    scalings = [(simulation.now, cluster.workloads[0].replicas)]
    simulation.schedule(
      at: simulation.now, room: Room.workload.rawValue, kind: Self.tickKind, argument: 0)
  }

  mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    if notice.room == Room.cluster.rawValue {
      cluster.handle(notice, in: &simulation)
      let replicas = cluster.workloads[0].replicas
      if replicas != scalings.last?.replicas { scalings.append((simulation.now, replicas)) }
      return
    }
    guard notice.kind == Self.tickKind else {
      let job = jobs[Int(notice.argument)]
      _ = cluster.cpu.finish(job, in: &simulation)
      return
    }
    offerWork(in: &simulation)
    events += cluster.drainEvents()
    simulation.schedule(
      after: Self.tick, room: Room.workload.rawValue, kind: Self.tickKind, argument: 0)
  }

  /// Each serving pod gets its part of the tick's demand, in pieces that run side by side.
  private mutating func offerWork(in simulation: inout Simulation) {
    let milli = demand.last { $0.from <= simulation.now }?.milli ?? 0
    let serving = cluster.workloads[0].pods.filter { cluster.pods[$0].isServing }
    for pod in serving {
      let work = Self.tick.nanoseconds * milli / 1_000 / Int64(serving.count) / 4
      for _ in 0..<4 {
        jobs.append(
          cluster.cpu.start(
            work: .nanoseconds(work), container: Int(cluster.pods[pod].mainCPU),
            notify: Room.workload.rawValue, kind: Self.doneKind, argument: UInt32(jobs.count),
            in: &simulation))
      }
    }
  }

  /// Replicas at a time.
  func replicas(at time: SimTime) -> Int { scalings.last { $0.time <= time }?.replicas ?? 0 }
}
