import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Pods that the API takes and that never run")
struct PlacelessPodTests {
  /// The phases of the first workload's pods after a minute, and the events.
  private func run(
    _ text: String, minor: Int
  ) throws -> (phases: [PodPhase], events: [ClusterEvent]) {
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(try ClusterSpec.of(text, minor: minor), seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let events = world.cluster.drainEvents()
    let pods = world.cluster.workloads[0].pods
    return (pods.map { world.cluster.pods[$0].phase }, events)
  }

  /// The message is that of kubernetes issue 132211, for the other field that a claim needs.
  @Test("A claim template without a size makes no pod before 1.34")
  func claimTemplate() throws {
    let text = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: web}
      spec:
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: c, image: "web:1"}]}
        volumeClaimTemplates: [{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce]}}]
      """
    let (phases, events) = try run(text, minor: 31)
    #expect(phases.isEmpty)
    let refused = events.filter { $0.reason == "FailedCreate" }
    let problem =
      "PersistentVolumeClaim \"data-web-0\" is invalid: spec.resources[storage]: Required value"
    #expect(
      refused.contains {
        $0.message == "create Pod web-0 in StatefulSet web failed error: failed to create PVC "
          + "data-web-0: \(problem)"
      }, "\(refused.map(\.message))")
  }

  /// pkg/kubelet/lifecycle/predicate.go rejectPodAdmissionBasedOnOSField.
  @Test("A pod for Windows is placed on a Linux node, whose kubelet fails it")
  func system() throws {
    let pod = { (name: String) in
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {os: {name: \(name)}, containers: [{name: c, image: "web:1"}]}
      """
    }
    let (phases, events) = try run(pod("windows"), minor: 31)
    #expect(phases == [.failed])
    #expect(events.contains { $0.reason == "Scheduled" })
    let refused = try #require(events.first { $0.reason == "PodOSNotSupported" })
    #expect(refused.message == "Failed to admit pod as the OS field doesn't match node OS")
    #expect(try run(pod("linux"), minor: 31).phases == [.running])
    var spec = try ClusterSpec.of(pod("windows"), minor: 31)
    spec.start = .running
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    #expect(world.cluster.pods[world.cluster.workloads[0].pods[0]].phase == .failed)
  }

  private static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers: [{name: c, image: "web:1", resources: {claims: [{name: gpu}]}}]
      resourceClaims: [{name: gpu, resourceClaimTemplateName: one}]
    """
  private static let template = """
    apiVersion: resource.k8s.io/v1
    kind: ResourceClaimTemplate
    metadata: {name: one}
    spec: {spec: {devices: {requests: [{name: r, exactly: {deviceClassName: gpu.example.com}}]}}}
    """
  private static func object(_ kind: String, _ name: String) -> String {
    "apiVersion: resource.k8s.io/v1\nkind: \(kind)\nmetadata: {name: \(name)}\nspec: {}"
  }

  /// framework/plugins/dynamicresources PreFilter (validateDeviceClass), Filter and PostFilter.
  @Test("Claims of devices that nobody has keep a pod pending from 1.34 on")
  func devices() throws {
    func outcome(
      _ objects: [String], minor: Int = 34
    ) throws -> (phases: [PodPhase], messages: [String]) {
      let (phases, events) = try run(objects.joined(separator: "\n---\n"), minor: minor)
      return (phases, events.filter { $0.reason == "FailedScheduling" }.map(\.message))
    }
    let head = "0/1 nodes are available: "
    let tail = "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."
    let absent = try outcome([Self.pod])
    #expect(absent.phases == [.pending] && absent.messages.isEmpty)
    let claimed = [Self.pod, Self.template]
    let classless = try outcome(claimed)
    #expect(classless.phases == [.pending])
    #expect(
      classless.messages.first == head + "request r: device class gpu.example.com does not exist. "
        + "no new claims to deallocate, " + tail)
    let classed = claimed + [Self.object("DeviceClass", "gpu.example.com")]
    let deviceless = try outcome(classed)
    #expect(deviceless.phases == [.pending])
    #expect(
      deviceless.messages.first
        == head + "1 cannot allocate all claims. still not schedulable, " + tail)
    #expect(try outcome(classed + [Self.object("ResourceSlice", "node")]).phases == [.running])
    #expect(try outcome([Self.pod], minor: 33).phases == [.running])
  }
}
