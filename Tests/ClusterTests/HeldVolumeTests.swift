import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Volumes that another node holds")
struct HeldVolumeTests {
  /// A StatefulSet of one pod with a disk that one node at a time can have.
  private static var database: ClusterSpec {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 1)
    workload.claimTemplates = [
      ClaimSpecification(
        name: "data", namespace: workload.namespace, bytes: 1 << 30, storageClass: "disks")
    ]
    var spec = SmallCluster.spec([workload])
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
    ]
    return spec
  }

  @Test("The attach controller says it once, the kubelet each time that it has waited in vain")
  func held() throws {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.database, seed: 5))
    world.cluster.start(in: &simulation)
    let old = world.cluster.workloads[0].pods[0]
    world.cluster.powerOff(node: Int(world.cluster.pods[old].node), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    // As `kubectl delete pod --force`: the node's kubelet is not asked, and can not detach.
    world.cluster.deletePod(old, grace: .zero, in: &simulation)
    _ = world.cluster.drainEvents()
    simulation.run(&world, through: SimTime(seconds: 600))
    let new = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[new].isReady)
    let begun = world.cluster.pods[new].startedAt
    let events = world.cluster.drainEvents()
    // No pod is left that uses it there.
    let words = " is already exclusively attached to one node and can't be attached to another"
    let refused = events.filter { $0.reason == "FailedAttachVolume" }
    #expect(refused.map { $0.message.hasSuffix(words) } == [true])
    let failed = events.filter { $0.reason == "FailedMount" }
    // volume_manager.go WaitForAttachAndMount; getUnattachedVolumes.
    let missing = "unmounted volumes=[data], unattached volumes=[data], "
    #expect(failed.allSatisfy { $0.message.contains(missing) })
    // Six minutes and a detachment of 5 s until the volume is free: two waits of 123 s, with 10 to
    // 15 s between them, are in vain. Then its attachment takes 5 s.
    let attached = try #require(events.first { $0.reason == "SuccessfulAttachVolume" }).time
    #expect(attached - begun >= .seconds(368) && attached - begun <= .seconds(372))
    let times = failed.map { ($0.time - begun).seconds }
    #expect(times.count == 2)
    for (time, earliest) in zip(times, [123.0, 256]) {
      #expect(time >= earliest && time <= earliest + 6)
    }
  }

  @Test("A node that comes back unmounts what its dead pod had; nothing waits for the six minutes")
  func returned() throws {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.database, seed: 5))
    world.cluster.start(in: &simulation)
    let old = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[old].node)
    world.cluster.powerOff(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    world.cluster.deletePod(old, grace: .zero, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 160))
    _ = world.cluster.drainEvents()
    world.cluster.powerOn(node: node, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let events = world.cluster.drainEvents()
    let ready = try #require(events.first { $0.reason == "NodeReady" }).time
    let attached = try #require(events.first { $0.reason == "SuccessfulAttachVolume" }).time
    // The status that says so, every 10 s, a detachment and an attachment of 5 s, and the kubelet's
    // look at the pod, of 1 s.
    #expect(attached - ready >= .seconds(10) && attached - ready <= .seconds(22))
  }

  /// The node counts as Ready for its grace period, in which nobody writes that a volume is free.
  @Test("A volume of a machine without a kubelet stays there, also while the node counts as Ready")
  func unsaid() throws {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.database, seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let old = world.cluster.workloads[0].pods[0]
    let node = Int(world.cluster.pods[old].node)
    let name = world.cluster.nodeSpecs[node].name
    let stop = world.cluster.inject(
      try FaultTests.fault("kubeletStop: {node: \(name)}"),
      random: EntityRandom(seed: 5, stream: "fault/stop"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 22))
    let isReady = world.cluster.nodes[node].ready == .true
    world.cluster.cordon(node: node, true, in: &simulation)
    world.cluster.deletePod(old, grace: .zero, in: &simulation)
    _ = world.cluster.drainEvents()
    simulation.run(&world, through: SimTime(seconds: 300))
    let attached = world.cluster.drainEvents().filter { $0.reason == "SuccessfulAttachVolume" }
    #expect(isReady && !stop.targets.isEmpty && attached.isEmpty)
  }

  /// nodeStatusUpdateFrequency is 10 s, and a volume is detached once `volumesInUse` is without it.
  ///
  /// The wait is uniform, so that the mean of forty is 5 s with a standard deviation of 0.5 s; the
  /// kubelet's looks at the new pod, of 1 s, add half a second.
  @Test("A healthy node is waited for until its next status tells that the volume is free")
  func nextStatus() throws {
    var waits: [Double] = []
    for seed in 1...40 as ClosedRange<UInt64> {
      var simulation = Simulation(seed: seed)
      var world = ClusterWorld(cluster: Cluster(Self.database, seed: seed))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 20))
      let old = world.cluster.workloads[0].pods[0]
      let node = Int(world.cluster.pods[old].node)
      world.cluster.cordon(node: node, true, in: &simulation)
      world.cluster.deletePod(old, in: &simulation)
      while world.cluster.pods.contains(old), simulation.now < SimTime(seconds: 100) {
        simulation.run(&world, through: simulation.now + .milliseconds(10))
      }
      let gone = simulation.now
      _ = world.cluster.drainEvents()
      simulation.run(&world, through: gone + .seconds(60))
      let attached = world.cluster.drainEvents().first { $0.reason == "SuccessfulAttachVolume" }
      waits.append((try #require(attached).time - gone).seconds - 10)
    }
    let mean = waits.reduce(0, +) / Double(waits.count)
    #expect(waits.allSatisfy { $0 > -0.1 && $0 < 12 }, "\(waits)")
    #expect(mean > 3.5 && mean < 7.5, "\(mean) s")
  }

  @Test("Where pods of the other node still use the volume, they are named")
  func used() throws {
    var spec = SmallCluster.spec([], start: .cold)
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: false, provisions: true, isLocal: false)
    ]
    spec.claims = [
      ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "disks")
    ]
    spec.workloads = (1...2).map { number in
      var pod = SmallCluster.workload(.pod, "web-\(number)", replicas: 1)
      pod.template.claims = ["data"]
      pod.claimVolumes = [ClaimVolume(name: "files", claim: "data")]
      pod.template.nodeName = "worker-\(number)"
      return pod
    }
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let refused = world.cluster.drainEvents().filter { $0.reason == "FailedAttachVolume" }
    let first = try #require(refused.first)
    let user = first.name == "web-1" ? "web-2" : "web-1"
    #expect(first.message.hasPrefix("Multi-Attach error for volume \""))
    #expect(first.message.hasSuffix("\" Volume is already used by pod(s) \(user)"))
    // The kubelet names the pod's volume (volume_manager.go WaitForAttachAndMount), not the claim.
    simulation.run(&world, through: SimTime(seconds: 200))
    let failed = world.cluster.drainEvents().filter { $0.reason == "FailedMount" }
    #expect(!failed.isEmpty)
    #expect(failed.allSatisfy { $0.message.contains("unmounted volumes=[files], ") })
  }

  /// A kubelet can not write the status of an object that is not there: the volumes in use are
  /// those of the last one, and a node that is not found is not healthy
  /// (attach_detach_controller.go nodeDelete, attachdetach/reconciler reconciler.go nodeIsHealthy).
  @Test("A volume of a node whose object is gone is taken by force, though its kubelet runs")
  func unnamed() throws {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.database, seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let old = world.cluster.workloads[0].pods[0]
    let name = world.cluster.nodeSpecs[Int(world.cluster.pods[old].node)].name
    let node = NamedObject(kind: "Node", namespace: "", name: name, span: .unknown)
    world.cluster.make(.delete(node), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let new = world.cluster.workloads[0].pods[0]
    let begun = world.cluster.pods[new].startedAt
    let events = world.cluster.drainEvents()
    // Six minutes, a detachment and an attachment of 5 s, and the kubelet's look, of 1 s.
    let attached = try #require(events.first { $0.reason == "SuccessfulAttachVolume" }).time
    #expect(attached - begun >= .seconds(368) && attached - begun <= .seconds(372))
  }

  /// The kubelet of a machine that shuts down ends its pods, unmounts their volumes and goes on to
  /// write its node's status (pkg/kubelet/nodeshutdown nodeshutdown_manager.go killPods).
  ///
  /// Returns the time from the shutdown of the pod's node to the attachment for its successor.
  private func wait(seed: UInt64, slow: Bool) throws -> Double {
    var spec = Self.database
    if slow {
      var agent = SmallCluster.workload(.daemonSet, "agent", replicas: 1)
      agent.template.terminationGrace = .seconds(60)
      spec.workloads.append(agent)
    }
    for node in spec.nodes.indices {
      spec.nodes[node].kubelet.shutdown = ShutdownSettings(
        grace: .seconds(120), criticalGrace: .zero)
    }
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    // The agent does not end by itself.
    if slow { world.cluster.setSoftware(workload: 1, room: .workload) }
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    let pod = world.cluster.workloads[0].pods[0]
    let name = world.cluster.nodeSpecs[Int(world.cluster.pods[pod].node)].name
    let reboot = RebootChange(
      node: name, span: .unknown, downtime: .seconds(900), isForced: false)
    world.cluster.make(.reboot(reboot), update: nil, in: &simulation)
    _ = world.cluster.drainEvents()
    simulation.run(&world, through: SimTime(seconds: 600))
    let events = world.cluster.drainEvents()
    let attached = try #require(events.first { $0.reason == "SuccessfulAttachVolume" }).time
    return attached.seconds - 20
  }

  @Test(
    "A machine that shuts down frees a volume with its next status, while others of its pods end")
  func shutdown() throws {
    // Up to 10 s until the status, a detachment and an attachment of 5 s, and two looks.
    for seed in 1...8 as ClosedRange<UInt64> {
      let wait = try wait(seed: seed, slow: true)
      #expect(wait >= 10 && wait <= 22, "\(wait) s")
    }
  }

  /// The power goes a second after the last pod, and one status in ten falls into that second.
  @Test("A machine that goes before its next status keeps the volume for six minutes")
  func suddenShutdown() throws {
    let waits = try (1...8 as ClosedRange<UInt64>).map { try wait(seed: $0, slow: false) }
    let forced = waits.filter { $0 > 14 }
    #expect(!forced.isEmpty, "\(waits)")
    #expect(forced.allSatisfy { $0 >= 370 && $0 <= 375 }, "\(waits)")
  }
}
