import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

/// Stops of kubelets and of container runtimes: containers run on without either.
@Suite("Stopped daemons of machines")
struct DaemonStopTests {
  /// A workload of three pods, and what happens to its first one.
  private final class Lab {
    var simulation = Simulation(seed: 9)
    var world: ClusterWorld
    let pod: PodHandle
    let node: Int

    init(
      minor: Int = 31, software: Room = .cluster, change: (inout PodTemplate) -> Void = { _ in }
    ) {
      var workload = SmallCluster.workload(.deployment, "cart", replicas: 3)
      change(&workload.template)
      var spec = SmallCluster.spec([workload])
      spec.version = ClusterVersion(minor: minor)
      world = ClusterWorld(cluster: Cluster(spec, seed: 9))
      world.cluster.setSoftware(workload: 0, room: software)
      world.cluster.start(in: &simulation)
      pod = world.cluster.workloads[0].pods[0]
      node = Int(world.cluster.pods[pod].node)
      run(to: 10)
    }

    func run(to seconds: Double) {
      simulation.run(&world, through: SimTime(seconds: seconds))
    }

    func stop(_ fault: String) throws -> any ClusterRepair {
      let name = world.cluster.nodeSpecs[node].name
      return world.cluster.inject(
        try FaultTests.fault("\(fault): {node: \(name)}"),
        random: EntityRandom(seed: 9, stream: "fault/stop"), in: &simulation
      ).repair
    }

    func mend(_ repair: any ClusterRepair) {
      world.cluster.repair(repair, in: &simulation)
    }

    /// What was told of the machine, by reason.
    func told() -> [ClusterEvent] {
      let name = world.cluster.nodeSpecs[node].name
      return world.cluster.drainEvents().filter { $0.kind == "Node" && $0.name == name }
    }

    var isReady: Bool { world.cluster.pods[pod].isReady }
    var isServing: Bool { world.cluster.pods[pod].isServing }
    var isTerminating: Bool { world.cluster.pods[pod].isTerminating }
    var restarts: UInt16 { world.cluster.pods[pod].restarts }
    var readyChangedAt: SimTime { world.cluster.pods[pod].readyChangedAt }
    var servingSince: SimTime { world.cluster.pods[pod].servingSince }
    var readiness: NodeReadiness { world.cluster.nodes[node].ready }
    var isThere: Bool { world.cluster.pods.contains(pod) }
  }

  private static var probe: ProbeSpec {
    var probe = ProbeSpec()
    probe.period = .seconds(10)
    return probe
  }

  /// node_lifecycle_controller.go monitorNodeHealth and tainteviction: the last renewal is up to
  /// 10 s old, passes come every 5 s.
  @Test("Without its kubelet a node is Unknown, and pods that are evicted run until it is back")
  func kubelet() throws {
    let lab = Lab()
    let repair = try lab.stop("kubeletStop")
    lab.run(to: 39)
    #expect(lab.readiness == .true && lab.isReady)
    lab.run(to: 61)
    #expect(lab.readiness == .unknown && !lab.isReady && lab.isServing)
    lab.run(to: 400)
    #expect(lab.isTerminating && lab.isServing && lab.restarts == 0)
    #expect(lab.world.cluster.workloads[0].readyCount == 3)
    lab.mend(repair)
    lab.run(to: 406)
    #expect(!lab.isThere && lab.readiness == .true)
  }

  /// prober_manager.go, KEP-4781: from 1.35 on a start of the kubelet changes no status.
  @Test(
    "A short stop changes nothing but, before 1.35, the readiness of what has a probe for it",
    arguments: [(31, true), (34, true), (35, true), (34, false)])
  func shortStop(minor: Int, isProbed: Bool) throws {
    let lab = Lab(minor: minor) { if isProbed { $0.containers[0].readinessProbe = Self.probe } }
    let before = (changed: lab.readyChangedAt, served: lab.servingSince)
    let repair = try lab.stop("kubeletStop")
    lab.run(to: 30)
    #expect(lab.readyChangedAt == before.changed)
    lab.mend(repair)
    lab.run(to: 41)
    #expect(lab.isReady && lab.servingSince == before.served)
    #expect((lab.readyChangedAt != before.changed) == (isProbed && minor < 35))
    let told = lab.told().map(\.reason)
    #expect(
      told == [
        "Starting", "NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID",
        "NodeAllocatableEnforced",
      ])
  }

  @Test(
    "A container that ends meanwhile stays ready for all to see, and is started again afterwards",
    arguments: ["kubeletStop", "containerRuntimeStop"])
  func unseenEnd(fault: String) throws {
    let lab = Lab()
    let repair = try lab.stop(fault)
    lab.run(to: 12)
    lab.world.cluster.crash(lab.pod, exitCode: 1, reason: .error, in: &lab.simulation)
    lab.run(to: 30)
    #expect(!lab.isServing && lab.isReady && lab.restarts == 0)
    lab.mend(repair)
    lab.run(to: 34)
    #expect(lab.isServing && lab.restarts == 1)
  }

  /// kuberuntime_container.go killContainer: the grace is not counted from the deletion.
  @Test(
    "A pod that is deleted meanwhile gets its whole grace afterwards",
    arguments: ["kubeletStop", "containerRuntimeStop"])
  func wholeGrace(fault: String) throws {
    let lab = Lab(software: .workload) { $0.terminationGrace = .seconds(5) }
    let repair = try lab.stop(fault)
    lab.world.cluster.deletePod(lab.pod, in: &lab.simulation)
    lab.run(to: 30)
    #expect(lab.isThere && lab.isServing)
    lab.mend(repair)
    // A relist takes up to a second, a watch up to 100 ms.
    lab.run(to: 34.9)
    #expect(lab.isThere && lab.isServing)
    lab.run(to: 36.5)
    #expect(!lab.isThere)
  }

  @Test("A pod that is deleted while its machine is cut off gets its whole grace afterwards")
  func cutOff() {
    let lab = Lab(software: .workload) { $0.terminationGrace = .seconds(5) }
    lab.world.cluster.setReachable(node: lab.node, false, in: &lab.simulation)
    lab.world.cluster.deletePod(lab.pod, in: &lab.simulation)
    lab.run(to: 30)
    lab.world.cluster.setReachable(node: lab.node, true, in: &lab.simulation)
    lab.run(to: 34.9)
    #expect(lab.isThere && lab.isServing)
    lab.run(to: 36.5)
    #expect(!lab.isThere)
  }

  /// runtime.go runtimeErrors with maxWaitForContainerRuntime, updateRuntimeUp every 5 s, a status
  /// every 10 s; the node controller marks no pods of a node of which it is told.
  @Test("Without the runtime a node is not ready after half a minute, and its pods stay ready")
  func runtime() throws {
    let lab = Lab()
    let repair = try lab.stop("containerRuntimeStop")
    lab.run(to: 34.9)
    #expect(lab.readiness == .true)
    lab.run(to: 50.1)
    #expect(lab.readiness == .false && lab.isReady)
    let told = lab.told()
    #expect(told.map(\.reason) == ["NodeNotReady"])
    #expect(told.first?.source.rawValue == "kubelet")
    lab.run(to: 380)
    #expect(lab.isTerminating && lab.isServing)
    lab.mend(repair)
    lab.run(to: 396)
    #expect(!lab.isThere && lab.readiness == .true)
    let mended = lab.told().map(\.reason)
    #expect(mended == ["NodeReady"])
  }

  @Test("A runtime that is back within half a minute is not missed")
  func shortRuntimeStop() throws {
    let lab = Lab()
    let repair = try lab.stop("containerRuntimeStop")
    let before = lab.servingSince
    lab.run(to: 34)
    lab.mend(repair)
    lab.run(to: 100)
    #expect(lab.readiness == .true && lab.isReady && lab.servingSince == before)
    let told = lab.told()
    #expect(told.isEmpty)
  }

  /// pkg/kubelet/prober/worker.go doProbe throws away what could not be asked; a probe over the
  /// network needs no runtime, but the kubelet cannot end what fails it.
  @Test(
    "Without the runtime no probe ends a container; afterwards it does", arguments: [true, false])
  func probes(isCommand: Bool) throws {
    let lab = Lab { template in
      template.terminationGrace = .seconds(5)
      template.containers[0].livenessProbe = Self.probe
      guard isCommand else { return }
      template.containers[0].livenessProbe?.handler = .exec
      template.containers[0].livenessProbe?.command = ["check"]
    }
    let repair = try lab.stop("containerRuntimeStop")
    lab.world.cluster.setHealth(of: lab.pod, alive: false, ready: true, in: &lab.simulation)
    lab.run(to: 200)
    let failed = lab.world.cluster.drainEvents().contains {
      $0.message.hasPrefix("Liveness probe failed")
    }
    #expect(failed == !isCommand)
    #expect(lab.isServing && lab.restarts == 0)
    lab.mend(repair)
    lab.run(to: 280)
    let isKilled = lab.world.cluster.drainEvents().contains {
      $0.message.contains("failed liveness")
    }
    #expect(isKilled)
    #expect(lab.restarts == 1)
  }

  @Test("A runtime that is back does not keep a machine that is cut off from being Unknown")
  func cutOffRuntime() throws {
    let lab = Lab()
    let repair = try lab.stop("containerRuntimeStop")
    lab.run(to: 50.1)
    #expect(lab.readiness == .false)
    lab.world.cluster.setReachable(node: lab.node, false, in: &lab.simulation)
    lab.run(to: 70)
    lab.mend(repair)
    // 51 s at most after the last that is heard.
    lab.run(to: 101.2)
    #expect(lab.readiness == .unknown)
    lab.world.cluster.setReachable(node: lab.node, true, in: &lab.simulation)
    lab.run(to: 106.3)
    #expect(lab.readiness == .true)
  }

  /// Until the source of the API server is ready its pods are unknown (config.go sourcesReady).
  @Test("A kubelet that starts while it is cut off leaves the pods alone until it hears the API")
  func cutOffStart() throws {
    let lab = Lab()
    let repair = try lab.stop("kubeletStop")
    lab.world.cluster.setReachable(node: lab.node, false, in: &lab.simulation)
    lab.world.cluster.crash(lab.pod, exitCode: 1, reason: .error, in: &lab.simulation)
    lab.run(to: 15)
    lab.mend(repair)
    lab.run(to: 40)
    #expect(!lab.isServing && lab.restarts == 0)
    lab.world.cluster.setReachable(node: lab.node, true, in: &lab.simulation)
    lab.run(to: 44)
    #expect(lab.isServing && lab.restarts == 1)
  }

  /// pkg/quota/v1/evaluator/core/pods.go QuotaV1Pod: the grace after the deletion timestamp,
  /// whatever its kubelet counts from when it learns of the deletion.
  @Test("A quota charges a pod for twice its grace, though its kubelet was down meanwhile")
  func quota() throws {
    let lab = Lab(software: .workload) { $0.terminationGrace = .seconds(30) }
    let file =
      "{apiVersion: v1, kind: ResourceQuota, metadata: {name: bounds, namespace: shop}, "
      + "spec: {hard: {requests.cpu: 1}}}"
    let bounds = try ClusterSpec.of(file, minor: 31).quotas[0]
    let repair = try lab.stop("kubeletStop")
    lab.world.cluster.deletePod(lab.pod, in: &lab.simulation)
    lab.run(to: 45)
    lab.mend(repair)
    lab.run(to: 69.9)
    let before = lab.world.cluster.usage(of: bounds, at: lab.simulation.now)
    lab.run(to: 70.1)
    let after = lab.world.cluster.usage(of: bounds, at: lab.simulation.now)
    // Three of 100m, and the one that still leaves.
    #expect(before == [400] && after == [300] && lab.isThere)
  }

  @Test("A boot ends a stop, and a kubelet does not start without a runtime")
  func overlaps() throws {
    let lab = Lab()
    let kubelet = try lab.stop("kubeletStop")
    let runtime = try lab.stop("containerRuntimeStop")
    lab.mend(kubelet)
    #expect(!lab.world.cluster.nodes[lab.node].hasKubelet)
    lab.mend(runtime)
    #expect(lab.world.cluster.nodes[lab.node].hasKubelet)
    let second = try lab.stop("kubeletStop")
    lab.world.cluster.powerOff(node: lab.node, in: &lab.simulation)
    lab.world.cluster.powerOn(node: lab.node, in: &lab.simulation)
    lab.run(to: 60)
    #expect(lab.world.cluster.nodes[lab.node].hasKubelet && lab.readiness == .true)
    lab.mend(second)
    lab.run(to: 120)
    #expect(lab.isServing && lab.isReady)
  }
}
