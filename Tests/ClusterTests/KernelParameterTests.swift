import Cluster
import Manifests
import SimulationKernel
import Testing

/// Kernel parameters and devices that a kubelet does not give its pods (pkg/kubelet/sysctl
/// allowlist.go, pkg/kubelet/cm/devicemanager).
@Suite("Kernel parameters and devices at admission")
struct KernelParameterTests {
  private func run(
    _ text: String, minor: Int = 34, start: ClusterSpec.Start = .cold,
    change: (inout NodeSpec) -> Void = { _ in }
  ) throws -> (phases: [PodPhase], events: [ClusterEvent]) {
    var spec = try ClusterSpec.of(text, minor: minor)
    spec.start = start
    for index in spec.nodes.indices { change(&spec.nodes[index]) }
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pods = world.cluster.workloads.flatMap(\.pods)
    return (pods.map { world.cluster.pods[$0].phase }, world.cluster.drainEvents())
  }

  private func pod(_ parameter: String, _ settings: String = "") -> String {
    """
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      securityContext: {sysctls: [{name: \(parameter), value: "1"}]}
      containers: [{name: main, image: "web:1"}]
      \(settings)

    """
  }

  @Test(
    "A pod that sets a parameter which may harm others is refused, unless its node allows that",
    arguments: [
      ("net.ipv4.tcp_syncookies", 34, [], nil), ("net/ipv4/tcp_syncookies", 34, [], nil),
      ("net.core.somaxconn", 34, [], "\"net.core.somaxconn\" not allowlisted"),
      ("net.core.somaxconn", 34, ["net.core.*"], nil),
      ("net.core.somaxconn", 34, ["net.core.somaxconn"], nil),
      ("net.core.somaxconn", 34, ["net.ipv4.*"], "\"net.core.somaxconn\" not allowlisted"),
      ("net.ipv4.tcp_rmem", 31, [], "\"net.ipv4.tcp_rmem\" not allowlisted"),
      ("net.ipv4.tcp_rmem", 32, [], nil),
    ] as [(String, Int, [String], String?)])
  func parameters(name: String, minor: Int, allowed: [String], problem: String?) throws {
    for start in [ClusterSpec.Start.cold, .running] {
      let (phases, events) = try run(pod(name), minor: minor, start: start) {
        $0.kubelet.kernelParameters = allowed
      }
      let refused = events.filter { $0.reason == "SysctlForbidden" }
      #expect(refused.map(\.message) == (problem.map { ["forbidden sysctl: \($0)"] } ?? []))
      #expect(phases == [problem == nil ? .running : .failed])
    }
  }

  @Test("A pod in its node's namespaces may not set theirs")
  func shared() throws {
    let (phases, events) = try run(
      pod("net.ipv4.tcp_syncookies", "hostNetwork: true"))
    #expect(phases == [.failed])
    #expect(
      events.contains {
        $0.message
          == "forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled"
      })
  }

  @Test(
    "A node pool's list is that of its kubelets, which know the namespaces of what it has",
    arguments: [
      ("kernel.msgmax, net.core.*", ["kernel.msgmax", "net.core.*"]),
      ("kernel.sem, fs.mqueue.msg_max", ["kernel.sem", "fs.mqueue.msg_max"]),
      ("vm.max_map_count", nil), ("kernel.*", nil), ("net.core.somaxconn, kernel.pid_max", nil),
    ] as [(String, [String]?)])
  func settings(list: String, parameters: [String]?) throws {
    let (loaded, diagnostics) = ClusterDocument.read(
      "zones: [{name: a}], nodePools: [{name: worker, cpu: \"4\", memory: 8Gi, "
        + "kubelet: {allowedUnsafeSysctls: [\(list)]}}]")
    let messages = diagnostics.map(\.message)
    #expect(messages.contains { $0.contains("its kubelet does not start") } == (parameters == nil))
    guard let parameters else { return }
    let cluster = try #require(loaded?.models.cluster)
    let spec = ClusterSpec(manifests: ManifestSet(), cluster: cluster)
    #expect(spec.nodes.map(\.kubelet.kernelParameters) == [parameters])
  }

  @Test(
    "Of pods that name a node with one device the second one gets none and fails",
    arguments: [ClusterSpec.Start.cold, .running])
  func devices(start: ClusterSpec.Start) throws {
    let text = ["first", "second"].map { name in
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: \(name), namespace: shop}
      spec:
        nodeName: worker-1
        containers: [{name: main, image: "web:1", resources: {limits: {example.com/gpu: 1}}}]
      ---

      """
    }.joined()
    func run(with devices: Int64) throws -> (phases: [PodPhase], events: [ClusterEvent]) {
      try self.run(text, start: start) { node in
        guard devices > 0 else { return }
        let extended = PodResources.Extended(name: "example.com/gpu", amount: devices)
        node.capacity.extended = [extended]
        node.allocatable.extended = [extended]
      }
    }
    let (phases, events) = try run(with: 1)
    #expect(phases.filter { $0 == .running }.count == 1)
    #expect(phases.filter { $0 == .failed }.count == 1)
    let refused = try #require(events.first { $0.reason == "UnexpectedAdmissionError" })
    #expect(
      refused.message
        == "Allocate failed due to requested number of devices unavailable for example.com/gpu. "
        + "Requested: 1, Available: 0, which is unexpected")
    // Of resources that no plug-in offers the kubelet knows nothing.
    for devices: Int64 in [0, 2] {
      #expect(try run(with: devices).phases == [.running, .running])
    }
  }
}
