import Cluster
import Manifests
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

      """ + storageClass("disks", "volumeBindingMode: WaitForFirstConsumer")
  }

  private static func storageClass(_ name: String, _ fields: String) -> String {
    """
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata: {name: \(name)}
    provisioner: disks.example.com
    \(fields)
    ---

    """
  }

  private static func room(_ zone: String, _ capacity: String, largest: String? = nil) -> String {
    """
    apiVersion: storage.k8s.io/v1
    kind: CSIStorageCapacity
    metadata: {name: room-\(zone), namespace: drivers}
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

  private static func claim(_ size: String) -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: own, namespace: shop}
    spec:
      storageClassName: fast
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: \(size)}}
    ---

    """
  }

  private func deletion(_ kind: String, _ name: String) -> ChangeAction {
    let namespace = kind == "CSIStorageCapacity" ? "drivers" : nil
    return .delete(NamedObject(kind: kind, namespace: namespace, name: name, span: .unknown))
  }

  private func isBound(_ world: borrowing ClusterWorld, _ claim: String) -> Bool {
    world.cluster.claimStatus.contains { $0?.name == claim && $0?.isBound == true }
  }

  @Test(
    "What is deleted tells of no room: its object, or all of its namespace's",
    arguments: [("CSIStorageCapacity", "room-a"), ("Namespace", "drivers")])
  func deleted(kind: String, name: String) throws {
    let before = Self.platform() + Self.room("a", "9Gi") + Self.set(replicas: 1)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    #expect(world.cluster.workloads[0].readyCount == 1)
    let problem = world.cluster.make(deletion(kind, name), update: nil, in: &simulation)
    #expect(problem == nil)
    simulation.run(&world, through: SimTime(seconds: 60))
    try world.apply(Self.set(replicas: 2), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].readyCount == 1)
    let told = world.cluster.drainEvents().last { $0.reason == "FailedScheduling" }
    #expect(told?.message.contains("did not have enough free storage") == true)
    let again = world.cluster.make(
      deletion("CSIStorageCapacity", "room-a"), update: nil, in: &simulation)
    #expect(again?.hasSuffix("csistoragecapacities.storage.k8s.io \"room-a\" not found") == true)
    guard kind != "Namespace" else { return }
    try world.apply(Self.room("a", "9Gi"), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    #expect(world.cluster.workloads[0].readyCount == 2)
  }

  /// component-helpers storage/volume IsDelayBindingMode; pv_controller.go findProvisionablePlugin.
  @Test("Claims whose class is deleted wait for one of its name")
  func deletedClass() throws {
    let before = Self.platform() + Self.room("a", "1Gi") + Self.set(replicas: 1)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let action = deletion("StorageClass", "disks")
    let problem = world.cluster.make(action, update: nil, in: &simulation)
    #expect(problem == nil)
    simulation.run(&world, through: SimTime(seconds: 600))
    let events = world.cluster.drainEvents()
    let failures = events.filter { $0.reason == "ProvisioningFailed" }
    let words = "storageclass.storage.k8s.io \"disks\" not found"
    #expect(failures.count > 1 && failures.allSatisfy { $0.message == words })
    // A look every 15 s, of which a recorder lets 25 through and one more after 5 min
    // (events_cache.go defaultSpamBurst, defaultSpamQPS).
    #expect(events.count { $0.source.rawValue == "persistentvolume-controller" } == 25 + 1)
    let told = events.last { $0.reason == "FailedScheduling" }
    #expect(told?.message.contains("pod has unbound immediate PersistentVolumeClaims") == true)
    let again = world.cluster.make(action, update: nil, in: &simulation)
    let answer = "storageclasses.storage.k8s.io \"disks\" not found"
    #expect(again == "Error from server (NotFound): " + answer)
    let more =
      Self.storageClass("disks", "volumeBindingMode: WaitForFirstConsumer") + Self.room("a", "5Gi")
    try world.apply(more, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    #expect(world.cluster.workloads[0].readyCount == 1)
  }

  /// external-provisioner pkg/capacity: syncCapacity asks the driver by the class's parameters.
  @Test(
    "A volume that no pod waited for takes the room that classes of the same parameters tell of",
    arguments: [("", false), ("parameters: {disk: hdd}", true)])
  func atOnce(parameters: String, hasRoom: Bool) throws {
    let text =
      Self.platform() + Self.storageClass("fast", parameters) + Self.room("a", "9Gi")
      + Self.claim("6Gi")
    let found = try outcome(text + Self.set(replicas: 1))
    #expect(found.zones == (hasRoom ? ["a"] : []))
  }

  @Test("A driver without room makes no volume, and is asked again until it has some")
  func exhausted() throws {
    let before = Self.platform() + Self.storageClass("fast", "") + Self.room("a", "9Gi")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    try world.apply(Self.claim("20Gi"), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let early = isBound(world, "own")
    #expect(!early)
    let told = world.cluster.drainEvents().filter { $0.name == "own" }
    let failures = told.filter { $0.reason == "ProvisioningFailed" }
    let words = "failed to provision volume with StorageClass \"fast\": rpc error: code = "
    #expect(failures.count > 1 && failures.allSatisfy { $0.message.hasPrefix(words) })
    // --retry-interval-start, doubled each time; meanwhile the volume controller looks every 15 s.
    let tries = told.filter { $0.reason == "Provisioning" }
    for (index, pair) in zip(tries.dropFirst(), failures).enumerated() {
      #expect(pair.0.time - pair.1.time == .seconds(1 << index))
    }
    #expect(tries.count == failures.count)
    #expect(told.count { $0.reason == "ExternalProvisioning" } == 1 + 60 / 15)
    try world.apply(Self.room("a", "50Gi"), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let late = isBound(world, "own")
    #expect(late)
  }

  /// A room on the disk of each of some nodes, one of a zone, and one that no label's value says.
  @Test("A node is asked about the rooms that its labels name, however many there are")
  func directory() throws {
    let key = "kubernetes.io/hostname"
    var topologies = (0..<1_000).map { "{matchLabels: {\(key): node-\($0), zone: a}}" }
    topologies.append("{matchLabels: {zone: b}}")
    topologies.append("{matchExpressions: [{key: zone, operator: In, values: [b, c]}]}")
    let rooms = try topologies.enumerated().map { number, topology in
      let text = """
        metadata: {name: room-\(number)}
        storageClassName: disks
        nodeTopology: \(topology)
        capacity: 1Gi
        """
      let loader = ManifestLoader(sources: SourceMap(), diagnostics: DiagnosticCollector())
      let documents = loader.documents(
        of: Array(("apiVersion: storage.k8s.io/v1\nkind: CSIStorageCapacity\n" + text).utf8),
        path: "room.yaml")
      let node = try #require(documents.first?.node)
      return StorageCapacitySpec(
        try #require(CSIStorageCapacity(from: node, DiagnosticCollector())))
    }
    let directory = StorageRooms.Directory(Array(rooms.indices), among: rooms)
    for (host, zone) in [("node-7", "a"), ("node-7", "b"), ("other", "b"), ("other", "c")] {
      let labels = StringMap([(key, host), ("zone", zone)])
      let candidates = directory.candidates(labels)
      let reached = rooms.indices.filter { rooms[$0].topology?.matches(labels) ?? false }
      #expect(candidates.count <= 3)
      #expect(reached.allSatisfy { candidates.contains(Int32($0)) }, "\(host) \(zone)")
    }
  }
}
