import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Claims that grow")
struct VolumeExpansionTests {
  private static let gibibyte: Int64 = 1 << 30

  /// A cluster with one workload whose pods have claims of a class.
  private static func spec(
    _ kind: WorkloadKind, gibibytes: Int64, expands: Bool, driver: String = "ebs.csi.aws.com"
  ) -> ClusterSpec {
    var storage = StorageClassSpec(
      name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
    storage.driver = driver
    storage.allowsExpansion = expands
    var workload = SmallCluster.workload(kind, "data", replicas: 2)
    workload.claimTemplates = [
      ClaimSpecification(
        name: "disk", namespace: workload.namespace, bytes: gibibytes * gibibyte,
        storageClass: "disks")
    ]
    var spec = SmallCluster.spec([workload])
    spec.storageClasses = [storage]
    return spec
  }

  /// The reasons of the events about claims after another size was applied, and the bytes of the
  /// first pod's file system.
  private static func apply(
    _ kind: WorkloadKind, from old: Int64, to new: Int64, expands: Bool = true,
    driver: String = "ebs.csi.aws.com"
  ) -> (reasons: [String], bytes: Int64?) {
    let before = spec(kind, gibibytes: old, expands: expands, driver: driver)
    let after = spec(kind, gibibytes: new, expands: expands, driver: driver)
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(before, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let update = ClusterUpdate(from: before, to: after, documents: [])
    _ = world.cluster.drainEvents()
    world.cluster.make(
      .apply(ManifestPath(path: "larger.yaml", span: .unknown)), update: update, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let reasons = world.cluster.drainEvents().filter {
      $0.kind == "PersistentVolumeClaim" || $0.reason == "Invalid"
    }.map(\.reason)
    let pod = world.cluster.workloads[0].pods[0]
    return (reasons, world.cluster.expandedBytes(of: pod))
  }

  @Test("An operator's claims grow while they are in use: the volume, then the file system")
  func online() {
    let grown = Self.apply(.operated, from: 10, to: 20)
    #expect(grown.bytes == 20 * Self.gibibyte)
    for reason in ["Resizing", "FileSystemResizeRequired", "FileSystemResizeSuccessful"] {
      #expect(grown.reasons.count { $0 == reason } == 2, "\(grown.reasons)")
    }
  }

  @Test("Claims do not shrink, and grow only where their class lets them")
  func refused() {
    let smaller = Self.apply(.operated, from: 20, to: 10)
    #expect(smaller.reasons == ["Forbidden", "Forbidden"] && smaller.bytes == nil)
    let fixed = Self.apply(.operated, from: 10, to: 20, expands: false)
    #expect(fixed.reasons == ["Forbidden", "Forbidden"] && fixed.bytes == nil)
  }

  @Test("The API server refuses other templates of a StatefulSet")
  func statefulSet() {
    let refused = Self.apply(.statefulSet, from: 10, to: 20)
    #expect(refused.reasons == ["Invalid"] && refused.bytes == nil)
  }

  @Test("Volumes of some drivers do not grow while a node uses them")
  func offline() {
    let waiting = Self.apply(
      .operated, from: 10, to: 20, driver: "kubernetes.io/azure-disk")
    #expect(waiting.bytes == nil && waiting.reasons.contains("VolumeResizeFailed"))
  }
}
