import Cluster
import Manifests
import SimulationKernel
import Testing

/// What `kubectl apply` says of objects that are there though no file wrote them (kubectl
/// pkg/cmd/apply/apply.go applyOneObject).
@Suite("Files that bring what controllers and kubelets have made")
struct UnwrittenObjectTests {
  private static let platform = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec: {containers: [{name: a, image: "a:1"}]}
      volumeClaimTemplates:
        - metadata: {name: data}
          spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    """ + ObjectDocument.deployment(pod: "containers: [{name: a, image: \"a:1\"}]")

  private static func claim(_ name: String, _ mode: String = "ReadWriteOnce") -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: \(name), namespace: shop}
    spec: {accessModes: [\(mode)], resources: {requests: {storage: 1Gi}}}
    """
  }

  private static func replicaSet(_ name: String) -> String {
    """
    apiVersion: apps/v1
    kind: ReplicaSet
    metadata: {name: \(name), namespace: shop, labels: {app: web}}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: a, image: "a:1"}]}
    """
  }

  private func cluster(_ simulation: inout Simulation) throws -> ClusterWorld {
    var world = try ClusterWorld.started(Self.platform, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    _ = world.cluster.drainEvents()
    return world
  }

  /// What kubectl prints when a file is applied: its line and its warnings.
  private func said(
    of file: String, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) throws -> (lines: [String], warnings: [String]) {
    try world.apply(file, to: Self.platform, in: &simulation)
    let events = world.cluster.drainEvents().filter { $0.source == .kubectl }
    return (
      events.filter { $0.reason == "Applied" }.map(\.message),
      events.filter { $0.reason == "MissingAnnotation" }.map(\.message)
    )
  }

  private func expect(
    _ file: String, _ resource: String, _ label: String, _ world: inout ClusterWorld,
    _ simulation: inout Simulation
  ) throws {
    let (lines, warnings) = try said(of: file, &world, &simulation)
    #expect(lines == [label + " configured"])
    #expect(warnings.count == 1)
    #expect(
      warnings.allSatisfy {
        $0.hasPrefix(
          "resource \(resource) is missing the kubectl.kubernetes.io/last-applied-configuration "
            + "annotation which is required by kubectl apply.")
      })
    let (again, more) = try said(of: file, &world, &simulation)
    #expect(again == [label + " unchanged"] && more.isEmpty)
  }

  @Test("The claim of a StatefulSet's pod is configured, then unchanged; another one is created")
  func claims() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(&simulation)
    try expect(
      Self.claim("data-db-0"), "persistentvolumeclaims/data-db-0",
      "persistentvolumeclaim/data-db-0", &world, &simulation)
    let (lines, warnings) = try said(of: Self.claim("own"), &world, &simulation)
    #expect(lines == ["persistentvolumeclaim/own created"] && warnings.isEmpty)
  }

  /// ValidatePersistentVolumeClaimUpdate; the warning comes before the patch.
  @Test("A claim that was made for a pod keeps its access modes")
  func accessModes() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(&simulation)
    let file = Self.claim("data-db-0", "ReadWriteMany")
    let problem = try world.apply(file, to: Self.platform, in: &simulation)
    #expect(
      problem?.hasPrefix(
        "The PersistentVolumeClaim \"data-db-0\" is invalid: spec: Forbidden: spec is immutable "
          + "after creation") == true)
    let reasons = world.cluster.drainEvents().filter { $0.source == .kubectl }.map(\.reason)
    #expect(reasons == ["MissingAnnotation", "Invalid"])
  }

  @Test("So is a Deployment's ReplicaSet")
  func replicaSets() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(&simulation)
    let owner = try #require(world.cluster.workloads.first { $0.name == "web" })
    let pod = world.cluster.name(of: try #require(owner.pods.first))
    let name = String(pod.prefix(upTo: pod.lastIndex(of: "-") ?? pod.endIndex))
    let (lines, warnings) = try said(of: Self.replicaSet(name), &world, &simulation)
    #expect(lines == ["replicaset.apps/\(name) configured"])
    #expect(warnings.count { $0.hasPrefix("resource replicasets/\(name) is missing ") } == 1)
  }

  @Test("So is a node, which its kubelet registers")
  func nodes() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(&simulation)
    let name = world.cluster.nodeSpecs[0].name
    let file = "apiVersion: v1\nkind: Node\nmetadata: {name: \(name), labels: {disk: fast}}"
    try expect(file, "nodes/\(name)", "node/\(name)", &world, &simulation)
  }
}
