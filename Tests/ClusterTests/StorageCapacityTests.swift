import Cluster
import SimulationKernel
import Testing

/// Where a driver has room for volumes that pods wait for (framework/plugins/volumebinding
/// binder.go hasEnoughCapacity).
@Suite("Room that drivers tell of")
struct StorageCapacityTests {
  private static func node(_ zone: String) -> String {
    """
    apiVersion: v1
    kind: Node
    metadata: {name: node-\(zone), labels: {topology.kubernetes.io/zone: \(zone)}}
    status: {capacity: {cpu: 4, memory: 8Gi}}
    ---

    """
  }

  /// A driver on one node in each of two zones, and its class.
  private static func platform(tells: Bool = true) -> String {
    node("a") + node("b") + """
      apiVersion: storage.k8s.io/v1
      kind: CSIDriver
      metadata: {name: disks.example.com}
      spec: {storageCapacity: \(tells)}
      ---
      apiVersion: storage.k8s.io/v1
      kind: StorageClass
      metadata: {name: disks}
      provisioner: disks.example.com
      volumeBindingMode: WaitForFirstConsumer
      ---

      """
  }

  private static func room(_ zone: String, _ capacity: String, largest: String? = nil) -> String {
    """
    apiVersion: storage.k8s.io/v1
    kind: CSIStorageCapacity
    metadata: {name: room-\(zone), namespace: kube-system}
    storageClassName: disks
    nodeTopology: {matchLabels: {topology.kubernetes.io/zone: \(zone)}}
    capacity: \(capacity)
    \(largest.map { "maximumVolumeSize: " + $0 } ?? "")
    ---

    """
  }

  /// Pods with a claim of 4Gi each.
  private static func set(replicas: Int) -> String {
    """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, namespace: shop}
    spec:
      serviceName: db
      replicas: \(replicas)
      podManagementPolicy: Parallel
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec: {containers: [{name: a, image: "a:1"}]}
      volumeClaimTemplates:
        - metadata: {name: data}
          spec:
            storageClassName: disks
            accessModes: [ReadWriteOnce]
            resources: {requests: {storage: 4Gi}}
    ---

    """
  }

  /// The zones in which pods are, and what the first that is in none is told.
  private func outcome(_ text: String) throws -> (zones: [String], told: String?) {
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let zones = world.cluster.workloads[0].pods.map { world.cluster.pods[$0].node }
      .filter { $0 >= 0 }.map { $0 == 0 ? "a" : "b" }
    let told = world.cluster.drainEvents().first { $0.reason == "FailedScheduling" }
    return (zones.sorted(), told?.message)
  }

  @Test("Volumes are made where there is room, each leaves less, and then pods are told")
  func consumed() throws {
    let text = Self.platform() + Self.room("a", "9Gi") + Self.room("b", "3Gi")
    let fits = try outcome(text + Self.set(replicas: 2))
    #expect(fits.zones == ["a", "a"] && fits.told == nil)
    let crowded = try outcome(text + Self.set(replicas: 3))
    #expect(crowded.zones == ["a", "a"])
    #expect(
      crowded.told?.hasPrefix(
        "0/2 nodes are available: 2 node(s) did not have enough free storage.") == true)
  }

  @Test("The largest volume counts where it is told, and no room without a class that tells")
  func largest() throws {
    let rooms = Self.room("a", "9Gi", largest: "1Gi") + Self.room("b", "9Gi", largest: "4Gi")
    let one = Self.set(replicas: 1)
    #expect(try outcome(Self.platform() + rooms + one).zones == ["b"])
    let small = Self.room("a", "1Gi") + Self.room("b", "1Gi")
    #expect(try outcome(Self.platform() + small + one).zones.isEmpty)
    // A driver that does not tell, or of which nothing is known, has room.
    #expect(try outcome(Self.platform(tells: false) + small + one).zones.count == 1)
    #expect(try outcome(Self.platform() + one).zones.count == 1)
  }

  @Test("More room lets in who waits for it")
  func applied() throws {
    let before = Self.platform() + Self.room("a", "1Gi") + Self.set(replicas: 1)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].readyCount == 0)
    try world.apply(Self.room("a", "5Gi"), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].readyCount == 1)
  }
}
