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

  /// external-resizer pkg/controller resizePVC; pkg/volume/util/operationexecutor node_expander.go.
  @Test("Resizer and kubelet name the volume, the kubelet its node, too, and on the pod as well")
  func words() throws {
    let specs = [Int64(10), 20].map { Self.spec(.podSet, gibibytes: $0, expands: true) }
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(specs[0], seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    _ = world.cluster.drainEvents()
    world.cluster.make(
      .apply(ManifestPath(path: "larger.yaml", span: .unknown)),
      update: ClusterUpdate(from: specs[0], to: specs[1], documents: []), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    let claims = world.cluster.claimStatus.compactMap { $0 }
    for pod in world.cluster.workloads[0].pods {
      let name = world.cluster.name(of: pod)
      let claim = try #require(claims.first { $0.name == "disk-\(name)" })
      #expect(claim.volume.hasPrefix("pvc-"))
      let node = world.cluster.nodeSpecs[Int(world.cluster.pods[pod].node)].name
      let grown =
        "kubelet: MountVolume.NodeExpandVolume succeeded for volume \"\(claim.volume)\" \(node)"
      let resizer = "external-resizer ebs.csi.aws.com: "
      func told(_ kind: String, _ name: String) -> [String] {
        events.filter { $0.kind == kind && $0.name == name }.map {
          "\($0.source.rawValue): \($0.message)"
        }
      }
      #expect(
        told("PersistentVolumeClaim", claim.name) == [
          "\(resizer)External resizer is resizing volume \(claim.volume)",
          "\(resizer)Require file system resize of volume on node", grown,
        ])
      #expect(told("Pod", name) == [grown])
    }
  }

  private static func claim(_ size: String) -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec:
      storageClassName: growing
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: \(size)}}
    ---

    """
  }

  /// A class that lets claims grow, and a pod that uses one.
  private static let user =
    """
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata: {name: growing}
    provisioner: csi.example.com
    allowVolumeExpansion: true

    """
    + ObjectDocument.deployment(
      pod: "containers: [{name: a, image: \"a:1\"}]\n"
        + "volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]")

  /// operation_generator.go GenerateMountVolumeFunc.
  @Test("The file system of a volume that nobody has mounted grows with the next mount")
  func nextMount() throws {
    let before = Self.claim("1Gi") + Self.user
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    world.cluster.scale(workload: 0, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    try world.apply(Self.claim("2Gi"), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    let early = world.cluster.drainEvents().map(\.reason)
    #expect(early.contains("FileSystemResizeRequired"))
    #expect(!early.contains("FileSystemResizeSuccessful"))
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    let late = world.cluster.drainEvents().filter { $0.reason == "FileSystemResizeSuccessful" }
    #expect(late.map(\.kind) == ["Pod", "PersistentVolumeClaim"])
  }

  @Test("Claims do not shrink, and grow only where their class lets them")
  func refused() {
    let smaller = Self.apply(.operated, from: 20, to: 10)
    #expect(smaller.reasons == ["Invalid", "Invalid"] && smaller.bytes == nil)
    let fixed = Self.apply(.operated, from: 10, to: 20, expands: false)
    #expect(fixed.reasons == ["Forbidden", "Forbidden"] && fixed.bytes == nil)
  }

  @Test(
    "What a claim has can not be taken back, in the API server's words (core/v1 validation)",
    arguments: [(31, "previous value"), (32, "status.capacity")])
  func shrinking(minor: Int, limit: String) throws {
    let words =
      "The PersistentVolumeClaim \"disk-data-0\" is invalid: spec.resources.requests.storage: "
      + "Forbidden: field can not be less than \(limit)"
    var before = Self.spec(.podSet, gibibytes: 20, expands: true)
    var after = Self.spec(.podSet, gibibytes: 10, expands: true)
    before.version = ClusterVersion(minor: minor)
    after.version = before.version
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(before, seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let update = ClusterUpdate(from: before, to: after, documents: [])
    world.cluster.make(
      .apply(ManifestPath(path: "smaller.yaml", span: .unknown)), update: update, in: &simulation)
    let refused = world.cluster.drainEvents().filter { $0.name == "disk-data-0" }
    #expect(refused.last?.message == words && refused.last?.reason == "Invalid")
  }

  @Test(
    "An expansion that has not begun can be taken back from 1.32 on",
    arguments: [(31, 20), (32, 12)])
  func recovery(minor: Int, gibibytes: Int64) {
    var specs = [Int64(10), 20, 12].map { Self.spec(.podSet, gibibytes: $0, expands: true) }
    for index in specs.indices { specs[index].version = ClusterVersion(minor: minor) }
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(specs[0], seed: 3))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    for step in 1...2 {
      let update = ClusterUpdate(from: specs[step - 1], to: specs[step], documents: [])
      world.cluster.make(
        .apply(ManifestPath(path: "size.yaml", span: .unknown)), update: update, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 120))
    let pod = world.cluster.workloads[0].pods[0]
    let bytes = world.cluster.expandedBytes(of: pod)
    #expect(bytes == gibibytes * Self.gibibyte)
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

  @Test("However often more is asked of a volume in use, its driver is asked once in a while")
  func repeated() throws {
    let specs = [Int64(10), 20, 30].map {
      Self.spec(.operated, gibibytes: $0, expands: true, driver: "kubernetes.io/azure-disk")
    }
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(specs[0], seed: 3))
    world.cluster.start(in: &simulation)
    for step in 1...2 {
      simulation.run(&world, through: SimTime(seconds: 20 * Double(step)))
      world.cluster.make(
        .apply(ManifestPath(path: "larger.yaml", span: .unknown)),
        update: ClusterUpdate(from: specs[step - 1], to: specs[step], documents: []),
        in: &simulation)
    }
    // An operator brings what its object says to the claims a while later.
    let settled = simulation.now + .seconds(120)
    simulation.run(&world, through: SimTime(seconds: 600))
    let refused = world.cluster.drainEvents().filter { $0.reason == "VolumeResizeFailed" }
    let name = try #require(refused.first).name
    let times = refused.filter { $0.name == name && $0.time > settled }.map(\.time)
    #expect(times.count > 3)
    // Once a minute (Timings.expansionRetry).
    #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 == .seconds(60) })
  }
}
