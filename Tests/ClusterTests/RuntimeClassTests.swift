import Cluster
import Manifests
import SimulationKernel
import Testing

/// What admission does with a pod's runtime class (plugin/pkg/admission/runtimeclass; its words and
/// rules are those of admission.go, the cases of tolerations those of pkg/util/tolerations).
@Suite("Runtime classes")
struct RuntimeClassTests {
  private static let kata = """

    ---
    apiVersion: node.k8s.io/v1
    kind: RuntimeClass
    metadata: {name: kata}
    handler: kata-fc
    overhead: {podFixed: {cpu: 250m, memory: 128Mi}}
    scheduling:
      nodeSelector: {isolation: vm}
      tolerations: [{key: isolation, operator: Exists}]
    """

  private func deployment(_ fields: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          \(fields)
          containers:
            - {name: web, image: "web:1", resources: {limits: {cpu: 500m, memory: 64Mi}}}
    """
  }

  @Test("The sandbox's resources are requested, limited and charged with the containers'")
  func overhead() throws {
    let text = deployment("runtimeClassName: kata") + Self.kata
    let template = try #require(try ClusterSpec.of(text).workloads.first).template
    #expect(template.requests.cpuMilli == 500 + 250)
    let cgroup = PodCgroup(template)
    #expect(cgroup.memoryLimit == 192 << 20)
    // A quota of 750m of a core lets 100 ms of a period go on for 75 ms.
    #expect(cgroup.cpuQuotaMicroseconds == 75_000)
    let quota = """

      ---
      apiVersion: v1
      kind: ResourceQuota
      metadata: {name: compute, namespace: shop}
      spec: {hard: {requests.cpu: 1200m}}
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text + quota, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    let event = try #require(world.cluster.drainEvents().first { $0.reason == "FailedCreate" })
    #expect(
      event.message.hasSuffix(
        "exceeded quota: compute, requested: requests.cpu=750m, used: requests.cpu=750m, "
          + "limited: requests.cpu=1200m"))
  }

  @Test("The class's node labels and tolerations join the pod's own")
  func placement() throws {
    let own = """
      runtimeClassName: kata
            nodeSelector: {disk: ssd}
            tolerations: [{key: gpu, operator: Exists}]
      """
    let template = try #require(
      try ClusterSpec.of(deployment(own) + Self.kata).workloads.first
    ).template
    #expect(template.nodeSelector["disk"] == "ssd" && template.nodeSelector["isolation"] == "vm")
    #expect(template.tolerations.map(\.key) == ["gpu", "isolation"])
  }

  @Test(
    "Of two tolerations of which one covers the other, that one stays",
    arguments: [
      // What the pod says, what the class says, and whose remain.
      ("{operator: Exists}", "{key: isolation, operator: Exists}", [""]),
      ("{key: isolation, value: a}", "{key: isolation, operator: Exists}", ["isolation"]),
      ("{key: isolation, value: a}", "{key: isolation, value: b}", ["isolation", "isolation"]),
      (
        "{key: t, operator: Exists, effect: NoExecute, tolerationSeconds: 10}",
        "{key: t, operator: Exists, effect: NoExecute, tolerationSeconds: 20}", ["t"]
      ),
      (
        "{key: t, operator: Exists, effect: NoExecute}",
        "{key: t, operator: Exists, effect: NoSchedule}", ["t", "t"]
      ),
    ])
  func tolerations(ofPod: String, ofClass: String, keys: [String]) throws {
    let pod = deployment("runtimeClassName: kata\n      tolerations: [\(ofPod)]")
    let text = pod + Self.kata.replacing("{key: isolation, operator: Exists}", with: ofClass)
    let template = try #require(try ClusterSpec.of(text).workloads.first).template
    #expect(template.tolerations.map(\.key) == keys)
  }

  @Test(
    "Pods that contradict their class, or have none, are refused in the plugin's words",
    arguments: [
      ("runtimeClassName: runsc", "pod rejected: RuntimeClass \"runsc\" not found"),
      (
        "{runtimeClassName: kata, overhead: {cpu: 250m, memory: 64Mi}}",
        "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
      ),
      (
        "overhead: {cpu: 250m}",
        "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"
      ),
      (
        "{runtimeClassName: kata, nodeSelector: {isolation: none}}",
        "conflict: runtimeClass.scheduling.nodeSelector[isolation] = vm; "
          + "pod.spec.nodeSelector[isolation] = none"
      ),
    ])
  func refused(fields: String, words: String) throws {
    let lines = fields.hasPrefix("{") ? String(fields.dropFirst().dropLast()) : fields
    let parts = lines.replacing(", overhead", with: "\n      overhead")
      .replacing(", nodeSelector", with: "\n      nodeSelector")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(deployment(parts) + Self.kata, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    #expect(world.cluster.workloads[0].activeCount == 0)
    let event = try #require(world.cluster.drainEvents().first { $0.reason == "FailedCreate" })
    #expect(event.message.hasSuffix("\" is forbidden: \(words)"))
  }

  @Test("An overhead that is that of the class, however it is written, is no contradiction")
  func sameOverhead() throws {
    let pods = deployment("runtimeClassName: kata\n      overhead: {cpu: '0.25', memory: 131072Ki}")
    let template = try #require(try ClusterSpec.of(pods + Self.kata).workloads.first).template
    #expect(template.runtimeRefusal == nil)
  }

  @Test("A class that is applied later lets the pods come")
  func appliedLater() throws {
    let pods = deployment("runtimeClassName: kata")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(pods, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(30))
    #expect(world.cluster.workloads[0].activeCount == 0)
    let applied = Self.kata.replacing("  nodeSelector: {isolation: vm}\n", with: "")
      .replacing("\n---\n", with: "")
    _ = try world.apply(applied, to: pods, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(90))
    #expect(world.cluster.workloads[0].readyCount == 3)
  }
}
