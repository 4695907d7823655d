import Cluster
import SimulationKernel
import Testing

/// Classes and volumes that come after the claims that wait for them, and what the volume
/// controller says meanwhile (pv_controller.go syncUnboundClaim).
@Suite("Storage that comes late")
struct LateStorageTests {
  private static func claim(_ lines: String) -> String {
    """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: shop}
    spec:
      accessModes: [ReadWriteOnce]
      resources: {requests: {storage: 1Gi}}
      \(lines)
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: user, namespace: shop}
    spec:
      containers: [{name: a, image: "a:1"}]
      volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
    ---

    """
  }

  private static func storageClass(
    _ name: String, mode: String = "Immediate", isDefault: Bool = false
  ) -> String {
    """
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata:
      name: \(name)
      annotations: {storageclass.kubernetes.io/is-default-class: "\(isDefault)"}
    provisioner: csi.example.com
    volumeBindingMode: \(mode)
    ---

    """
  }

  private static let volume = """
    apiVersion: v1
    kind: PersistentVolume
    metadata: {name: disk}
    spec:
      capacity: {storage: 5Gi}
      accessModes: [ReadWriteOnce]
      storageClassName: ""
      csi: {driver: d, volumeHandle: disk}
    ---

    """

  /// What a claim lacks, what the controller says of it, and what then comes.
  enum Lack: String, CaseIterable, Sendable {
    case volume, namedClass, delayedClass, defaultClass

    var claim: String {
      switch self {
      case .volume: "storageClassName: \"\""
      case .namedClass, .delayedClass: "storageClassName: late"
      case .defaultClass: "volumeMode: Filesystem"
      }
    }

    var word: String {
      switch self {
      case .volume, .defaultClass:
        "no persistent volumes available for this claim and no storage class is set"
      case .namedClass, .delayedClass: "storageclass.storage.k8s.io \"late\" not found"
      }
    }

    var remedy: String {
      switch self {
      case .volume: LateStorageTests.volume
      case .namedClass: storageClass("late")
      case .delayedClass: storageClass("late", mode: "WaitForFirstConsumer")
      case .defaultClass: storageClass("late", isDefault: true)
      }
    }
  }

  @Test(
    "A claim tells every 15 s what it lacks, and is bound as soon as that is applied",
    arguments: Lack.allCases)
  func lack(_ lack: Lack) throws {
    // Another class is there: else every class is taken to be.
    let before = Self.storageClass("other") + Self.claim(lack.claim)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let said = world.cluster.drainEvents().filter { $0.kind == "PersistentVolumeClaim" }
    #expect(said.map(\.message) == Array(repeating: lack.word, count: 60 / 15))
    #expect(said.allSatisfy { $0.isWarning == lack.word.hasSuffix("not found") })
    #expect(zip(said.dropFirst(), said).allSatisfy { $0.time - $1.time == .seconds(15) })
    #expect(world.cluster.workloads[0].readyCount == 0)
    try world.apply(lack.remedy, to: before, in: &simulation)
    // The controller's turn within 15 s, making, attaching and the pod's start.
    simulation.run(&world, through: SimTime(seconds: 60 + 15 + 30))
    #expect(world.cluster.workloads[0].readyCount == 1)
  }

  @Test("A StatefulSet that brings its class along gets its volumes", arguments: [true, false])
  func together(hasClass: Bool) throws {
    // Without any class in the manifests clusters are taken to bring theirs.
    let before = ObjectDocument.deployment(pod: "containers: [{name: a, image: \"a:1\"}]")
    let set = """
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
            spec:
              storageClassName: fast
              accessModes: [ReadWriteOnce]
              resources: {requests: {storage: 1Gi}}
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let made = hasClass ? Self.storageClass("fast", mode: "WaitForFirstConsumer") : ""
    try world.apply(made + set, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let ready = world.cluster.workloads.filter { $0.name == "db" }.map(\.readyCount)
    #expect(ready == [1])
  }

  @Test("A claim that waits for a pod that no node takes names the pod")
  func unscheduled() throws {
    let text =
      Self.storageClass("late", mode: "WaitForFirstConsumer")
      + Self.claim("storageClassName: late").replacing(
        "  containers:", with: "  schedulingGates: [{name: hold}]\n  containers:")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let said = world.cluster.drainEvents().filter { $0.kind == "PersistentVolumeClaim" }
    #expect(said.count == 60 / 15 && said.allSatisfy { $0.reason == "WaitForPodScheduled" })
    #expect(said.allSatisfy { $0.message == "waiting for pod user to be scheduled" })
  }
}
