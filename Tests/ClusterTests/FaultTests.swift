import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

@Suite("Faults of the cluster")
struct FaultTests {
  /// A cluster of six machines in two zones with a web and a database workload.
  private struct World: EventHandler, ~Copyable {
    private let held: HeldCluster

    var cluster: Cluster {
      _read { yield held.cluster }
      _modify { yield &held.cluster }
    }

    init(seed: UInt64) {
      var spec = ClusterSpec()
      spec.zones = ["a", "b"]
      spec.nodes = (1...6).map { number in
        NodeSpec(
          name: "worker-\(number)",
          labels: StringMap([("topology.kubernetes.io/zone", number % 2 == 0 ? "a" : "b")]),
          capacity: PodResources(cpuMilli: 8_000, memory: 32 << 30))
      }
      spec.workloads = [("web", 12), ("db", 3)].map { name, replicas in
        var template = PodTemplate()
        template.labels["app"] = name
        template.containers = [ContainerSpec(name: name, image: name + ":1")]
        template.terminationGrace = .seconds(20)
        var workload = WorkloadSpec(
          kind: .deployment, name: name, namespace: "shop", template: template)
        workload.replicas = replicas
        return workload
      }
      held = HeldCluster(Cluster(spec, seed: seed))
    }

    mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
      guard notice.room == Room.cluster.rawValue else { return }
      cluster.handle(notice, in: &simulation)
    }

    /// UIDs of a workload's pods that serve.
    func serving(_ workload: Int) -> [String] {
      cluster.workloads[workload].pods.filter { cluster.pods[$0].isServing }
        .map { cluster.uid(of: $0) }.sorted()
    }

    /// UIDs of a zone's pods, recorded as `namespace/name`.
    func podsOn(_ isMeant: (String) -> Bool) -> [String] {
      cluster.workloads.flatMap(\.pods).filter {
        cluster.pods[$0].node >= 0
          && isMeant(cluster.nodeSpecs[Int(cluster.pods[$0].node)].name)
      }.map { cluster.uid(of: $0) }.sorted()
    }
  }

  /// The fault of a scenario's line.
  static func fault(_ text: String) throws -> any ClusterFault {
    let scenario = """
      apiVersion: vhsim.dev/v1alpha1
      kind: Scenario
      metadata: {name: test}
      spec:
        duration: 10m
        faults:
          - {name: hit, at: 1m, \(text)}
      """
    let loaded = ScenarioFile.load(
      Array(scenario.utf8), path: "scenario.yaml", overrides: [], sources: SourceMap(),
      diagnostics: DiagnosticCollector())
    let action = try #require(loaded?.scenario.faults.first?.action)
    return try #require(action as? any ClusterFault)
  }

  private static func stream(_ seed: UInt64) -> EntityRandom {
    EntityRandom(seed: seed, stream: "fault/hit")
  }

  @Test("a crashed machine is silent: its pods stop, the API still shows them", arguments: 1...6)
  func nodeCrash(number: Int) throws {
    var world = World(seed: 3)
    var simulation = Simulation(seed: 3)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let fault = try Self.fault("nodeCrash: {node: worker-\(number)}")
    let lost = world.podsOn { $0 == "worker-\(number)" }
    let hit = world.cluster.inject(fault, random: Self.stream(3), in: &simulation)
    #expect(hit.targets.filter { $0.kind == "Node" }.map(\.name) == ["worker-\(number)"])
    #expect(hit.targets.filter { $0.kind == "Pod" }.map(\.uid).sorted() == lost)
    let index = world.cluster.nodeIndex("worker-\(number)")
    let node = try #require(index)
    for pod in world.cluster.workloads.flatMap(\.pods)
    where world.cluster.pods[pod].node == Int32(node) {
      #expect(!world.cluster.pods[pod].isServing)
      #expect(world.cluster.pods[pod].isReady)
    }
    #expect(world.cluster.nodes[node].ready == .true)
    // A second fault of the machine holds it down beyond the end of the first.
    let second = world.cluster.inject(fault, random: Self.stream(3), in: &simulation)
    world.cluster.repair(hit.repair, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(!world.cluster.nodes[node].isUp)
    world.cluster.repair(second.repair, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    #expect(world.cluster.nodes[node].isUp)
    #expect(world.serving(0).count == 12 && world.serving(1).count == 3)
  }

  @Test("a lost zone takes all its machines and no other", arguments: ["a", "b"])
  func zoneLoss(zone: String) throws {
    var world = World(seed: 5)
    var simulation = Simulation(seed: 5)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let fault = try Self.fault("zoneLoss: {zone: \(zone)}")
    let names = (1...6).filter { ($0 % 2 == 0) == (zone == "a") }.map { "worker-\($0)" }
    let lost = world.podsOn { names.contains($0) }
    let others = world.podsOn { !names.contains($0) }
    let hit = world.cluster.inject(fault, random: Self.stream(5), in: &simulation)
    #expect(hit.targets.filter { $0.kind == "Node" }.map(\.name).sorted() == names)
    #expect(hit.targets.filter { $0.kind == "Pod" }.map(\.uid).sorted() == lost)
    #expect((world.serving(0) + world.serving(1)).sorted() == others)
  }

  @Test("killed pods end at once and are replaced", arguments: 0..<10)
  func podKill(seed: UInt64) throws {
    var world = World(seed: seed)
    var simulation = Simulation(seed: seed)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    let fault = try Self.fault("podKill: {workload: shop/web}")
    let before = world.serving(0)
    let hit = world.cluster.inject(fault, random: Self.stream(seed), in: &simulation)
    let killed = hit.targets.map(\.uid)
    #expect(killed.count == 1 && hit.targets.allSatisfy { $0.name.hasPrefix("shop/web-") })
    #expect(world.serving(0) == before.filter { !killed.contains($0) })
    simulation.run(&world, through: SimTime(seconds: 120))
    let after = world.serving(0)
    #expect(after.count == 12 && !after.contains { killed.contains($0) })
    #expect(world.serving(1).count == 3)
  }

  @Test(
    "a process that dies at each start crash-loops, and waits on when the fault is over",
    arguments: 0..<5)
  func processKill(seed: UInt64) throws {
    var world = World(seed: seed)
    var simulation = Simulation(seed: seed)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    _ = world.cluster.drainEvents()
    let fault = try Self.fault("processKill: {workload: shop/db, mode: all, restart: false}")
    let hit = world.cluster.inject(fault, random: Self.stream(seed), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(world.serving(0).count == 12 && world.serving(1).isEmpty)
    let pods = world.cluster.workloads[1].pods
    for pod in pods {
      #expect(world.cluster.pods[pod].waiting == .crashLoopBackOff)
      #expect(world.cluster.pods[pod].restarts == 3)
    }
    world.cluster.repair(hit.repair, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 150))
    #expect(world.serving(1).count == 3)
    let events = world.cluster.drainEvents()
    for name in pods.map({ world.cluster.name(of: $0) }) {
      // Waits of 10, 20 and 40 s, said at the end and at each look, 10 to 15 s apart, before the
      // wait is over.
      let said = events.count { $0.name == name && $0.reason == "BackOff" }
      #expect(said >= 1 + 2 + 3 && said <= 1 + 2 + 4)
      let starts = events.filter { $0.name == name && $0.reason == "Started" }.map(\.time.seconds)
      let waits = zip(starts, [30] + starts).map { $0 - $1 }
      #expect(waits.count == 4)
      for (wait, rule) in zip(waits, [0, 10, 20, 40].map { Double($0) }) {
        // A relist, a look each 10 to 15 s, and the start.
        #expect(wait > rule && wait < rule + (rule > 0 ? 15 : 0) + 1.5)
      }
    }
  }

  @Test("a selector hits the pods that meet all its conditions")
  func selectors() throws {
    var world = World(seed: 1)
    var simulation = Simulation(seed: 1)
    world.cluster.start(in: &simulation)
    func hits(_ selector: String, mode: String = "all") throws -> [FaultTargetRow] {
      let fault = try Self.fault("podKill: {pod: {selector: {\(selector)}, mode: \(mode)}}")
      return world.cluster.targets(of: fault, random: Self.stream(1))
    }
    #expect(try hits("labelSelectors: {app: db}").count == 3)
    #expect(try hits("namespaces: [shop]").count == 15)
    #expect(try hits("namespaces: [other]").isEmpty)
    #expect(try hits("podPhaseSelectors: [Pending]").isEmpty)
    let node = world.podsOn { $0 == "worker-2" }
    #expect(try hits("nodes: [worker-2]").map(\.uid).sorted() == node)
    let zone = world.podsOn { ["worker-2", "worker-4", "worker-6"].contains($0) }
    let selected = try hits("nodeSelectors: {topology.kubernetes.io/zone: a}")
    #expect(selected.map(\.uid).sorted() == zone)
  }

  @Test("a mode hits as many as Chaos Mesh would, each candidate equally often")
  func modes() {
    let candidates = Array(0..<10)
    var counts = Array(repeating: 0, count: 10)
    for seed in 0..<4_000 {
      var random = EntityRandom(seed: UInt64(seed), stream: "mode")
      let chosen = TargetMode.fixed(3).choose(among: candidates, random: &random)
      #expect(chosen.count == 3 && chosen == chosen.sorted())
      for candidate in chosen { counts[candidate] += 1 }
      #expect(TargetMode.one.choose(among: candidates, random: &random).count == 1)
      #expect(TargetMode.all.choose(among: candidates, random: &random) == candidates)
      #expect(TargetMode.fixed(20).choose(among: candidates, random: &random) == candidates)
      #expect(TargetMode.fixedPercent(25).choose(among: candidates, random: &random).count == 3)
      let some = TargetMode.randomMaxPercent(50).choose(among: candidates, random: &random)
      #expect(some.count <= 5)
      #expect(TargetMode.one.choose(among: [Int](), random: &random).isEmpty)
    }
    // Each is hit in 3 of 10 draws; a count beyond 4.5 standard deviations is one in 100,000.
    let deviation = (4_000 * 0.3 * 0.7).squareRoot()
    for count in counts { #expect(abs(Double(count) - 1_200) < 4.5 * deviation) }
  }
}
