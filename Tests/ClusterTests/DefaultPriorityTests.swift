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
}
