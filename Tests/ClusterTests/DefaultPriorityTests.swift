import Cluster
import Manifests
import SimulationKernel
import Testing

/// plugin/pkg/admission/priority validatePriorityClass.
@Suite("The PriorityClass of pods that name none")
struct DefaultPriorityTests {
  private static func priority(_ name: String, _ isDefault: Bool) -> String {
    "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: \(name)}\n"
      + "value: 7\nglobalDefault: \(isDefault)\n"
  }

  private func documents(_ text: String) -> [ManifestDocument] {
    ManifestLoader(sources: SourceMap(), diagnostics: DiagnosticCollector())
      .documents(of: Array(text.utf8), path: "test.yaml")
  }

  private static let refusal =
    "priorityclasses.scheduling.k8s.io \"late\" is forbidden: PriorityClass usual is already "
    + "marked as default. Only one default can exist"

  @Test("A second one is refused, and one that takes the place of the first is not")
  func second() throws {
    let known = documents(Self.priority("usual", true))
    let spec = ClusterSpec(
      manifests: ManifestSet.decode(known, DiagnosticCollector()), cluster: nil)
    for (file, refusal) in [
      (Self.priority("late", true), Self.refusal), (Self.priority("late", false), nil),
      (Self.priority("usual", true), nil),
      (Self.priority("usual", false) + "---\n" + Self.priority("late", true), nil),
    ] as [(String, String?)] {
      let objects = documents(file)
      let update = ClusterUpdate(from: spec, to: spec, documents: objects, earlier: known)
      var simulation = Simulation(seed: 1)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
      world.cluster.start(in: &simulation)
      let answer = world.cluster.make(
        .apply(ManifestPath(path: "more.yaml", span: .unknown)), update: update, in: &simulation)
      #expect(answer == refusal)
      let events = world.cluster.drainEvents().filter { $0.name == "late" }
      #expect(events.contains { $0.reason == "Forbidden" } == (refusal != nil))
      #expect(refusal == nil || !events.contains { $0.reason == "Applied" })
    }
  }

  private static func pod(_ name: String) -> String {
    "apiVersion: v1\nkind: Pod\nmetadata: {name: \(name), namespace: shop}\n"
      + "spec: {containers: [{name: a, image: \"a:1\"}]}\n---\n"
  }

  private func priority(_ name: String, _ world: borrowing ClusterWorld) throws -> Int32 {
    let owner = try #require(world.cluster.workloads.first { $0.name == name })
    let pod = try #require(owner.pods.first)
    return world.cluster.templates[Int(world.cluster.pods[pod].template)].spec.priority
  }

  @Test("A pod that is there keeps its priority, and one that comes later has the default")
  func present() throws {
    let before = Self.pod("early")
    let late = Self.priority("usual", true) + "---\n" + Self.pod("late")
    for file in [late, before + late] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(before, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      try world.apply(file, to: before, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      let priorities = (try priority("early", world), try priority("late", world))
      #expect(priorities == (0, 7))
    }
  }
}
