import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Invariants of random clusters")
struct ClusterSwarmTests {
  /// Words that end every message: how to see the world again.
  private func replay(_ seed: UInt64) -> String {
    "seed \(seed); again: swift test -c release --filter ClusterSwarmTests (one world a seed)"
  }

  /// Pods that a node holds: those that ended no longer count.
  private func holds(_ pod: PodHandle, _ node: Int, _ cluster: borrowing Cluster) -> Bool {
    Int(cluster.pods[pod].node) == node && cluster.pods[pod].phase != .succeeded
      && cluster.pods[pod].phase != .failed
  }

  /// What the scheduler counts of a node is what its pods are charged with.
  private func checkCounts(
    of node: Int, _ cluster: borrowing Cluster, at now: SimTime, seed: UInt64
  ) {
    var charged = PodResources()
    for workload in cluster.workloads {
      for pod in workload.pods where Int(cluster.pods[pod].node) == node {
        // The autoscaler counts no pod that has been leaving for long.
        if cluster.pods[pod].isTerminating { return }
        guard cluster.pods[pod].isAssigned else { continue }
        charged += cluster.templates[Int(cluster.chargedTemplate(of: pod))].requests
      }
    }
    let whole = cluster.nodeSpecs[node].allocatable
    let share = max(
      Double(charged.cpuMilli) / Double(whole.cpuMilli),
      Double(charged.memory) / Double(whole.memory))
    let counted = cluster.utilization(of: node, at: now)
    #expect(counted == share, "\(cluster.nodeSpecs[node].name): \(replay(seed))")
  }

  /// What must hold at any time.
  private func check(_ cluster: borrowing Cluster, at now: SimTime, seed: UInt64) {
    for node in cluster.nodes.indices {
      checkCounts(of: node, cluster, at: now, seed: seed)
      var requested = PodResources()
      var count: Int64 = 0
      for workload in cluster.workloads {
        for pod in workload.pods where holds(pod, node, cluster) {
          count += 1
          // Before its kubelet has it a pod gets what it asks for, and may be refused for it then.
          guard cluster.resize(of: pod) == nil || cluster.pods[pod].startedAt < .infinity else {
            continue
          }
          requested += cluster.templates[Int(cluster.pods[pod].template)].requests
        }
      }
      let whole = cluster.nodeSpecs[node].allocatable
      #expect(requested.cpuMilli <= whole.cpuMilli, "\(replay(seed))")
      #expect(requested.memory <= whole.memory, "\(replay(seed))")
      #expect(count <= cluster.nodeSpecs[node].podLimit, "\(replay(seed))")
    }
    var names: [String] = []
    for workload in cluster.workloads {
      names += workload.pods.map { cluster.name(of: $0) }
      check(workload, cluster, seed: seed)
    }
    names.sort()
    #expect(zip(names, names.dropFirst()).allSatisfy { $0 != $1 }, "\(replay(seed))")
  }

  private func check(_ workload: WorkloadState, _ cluster: borrowing Cluster, seed: UInt64) {
    let active = workload.pods.count {
      let (state, ended) = (cluster.pods[$0], [PodPhase.failed, .succeeded])
      return !state.isTerminating && !ended.contains(state.phase)
    }
    #expect(active == workload.activeCount, "\(replay(seed))")
    let ready = workload.pods.count {
      cluster.pods[$0].isReady && !cluster.pods[$0].isTerminating
    }
    #expect(ready == workload.readyCount, "\(replay(seed))")
    switch workload.kind {
    case .daemonSet:
      let places = workload.pods.map { cluster.pods[$0].node }.filter { $0 >= 0 }.sorted()
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 != $1 }, "\(replay(seed))")
    case .statefulSet:
      let ordinals = workload.pods.filter { !cluster.pods[$0].isTerminating }
        .map { cluster.pods[$0].ordinal }.sorted()
      #expect(zip(ordinals, ordinals.dropFirst()).allSatisfy { $0 != $1 }, "\(replay(seed))")
    case .deployment:
      let surge = workload.spec.maxSurge.resolved(of: workload.replicas, roundUp: true)
      let running = workload.pods.count {
        !cluster.pods[$0].isTerminating && cluster.pods[$0].phase != .failed
      }
      #expect(running <= workload.replicas + max(1, surge), "\(replay(seed))")
    default: break
    }
  }

  private func disturb(
    _ world: inout ClusterWorld, _ random: inout EntityRandom, _ simulation: inout Simulation
  ) {
    let node = random.below(world.cluster.nodes.count)
    switch random.below(8) {
    case 7:
      let downtime = SimDuration.seconds(Int64(random.below(120)))
      let change = RebootChange(
        node: world.cluster.nodeSpecs[node].name, span: .unknown, downtime: downtime,
        isForced: random.below(4) == 0)
      world.cluster.make(.reboot(change), update: nil, in: &simulation)
    case 0: world.cluster.powerOff(node: node, in: &simulation)
    case 1: world.cluster.powerOn(node: node, in: &simulation)
    case 2: world.cluster.setReachable(node: node, random.below(2) == 0, in: &simulation)
    case 3: world.cluster.cordon(node: node, random.below(2) == 0, in: &simulation)
    case 4, 5:
      let workload = random.below(world.cluster.workloads.count)
      guard let pod = world.cluster.workloads[workload].pods.first else { return }
      world.cluster.deletePod(pod, in: &simulation)
    default:
      let workload = random.below(world.cluster.workloads.count)
      guard world.cluster.workloads[workload].kind == .statefulSet else { return }
      world.cluster.scale(workload: workload, to: random.below(6), in: &simulation)
    }
  }

  /// Sometimes all process IDs of a node are taken for a while.
  private func leak(
    _ world: inout ClusterWorld, _ random: inout EntityRandom, _ simulation: inout Simulation
  ) throws {
    let node = world.cluster.nodeSpecs[random.below(world.cluster.nodes.count)].name
    guard random.below(4) == 0 else { return }
    let hit = world.cluster.inject(
      try FaultTests.fault("processLeak: {node: \(node)}"), random: random, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(Int64(1 + random.below(120))))
    world.cluster.repair(hit.repair, in: &simulation)
  }

  /// Sometimes the pods of a workload ask for other amounts of CPU, which the API of some versions
  /// does not know.
  private func resize(
    _ world: inout ClusterWorld, _ random: inout EntityRandom, _ simulation: inout Simulation
  ) {
    let owner = world.cluster.workloads[random.below(world.cluster.workloads.count)]
    var requests = ResourceList()
    requests["cpu"] = Quantity(milli: Int64(1 + random.below(20)) * 100)
    guard random.below(2) == 0 else { return }
    let reference = WorkloadReference(
      kind: nil, namespace: owner.namespace, name: owner.name, span: .unknown)
    let change = ResizeChange(workload: reference, container: "main", requests: requests)
    world.cluster.make(.resize(change), update: nil, in: &simulation)
  }

  /// Sometimes the kubelet or the container runtime of a node is down for a while.
  private func stop(
    _ world: inout ClusterWorld, _ random: inout EntityRandom, _ simulation: inout Simulation
  ) throws -> (any ClusterRepair)? {
    let node = world.cluster.nodeSpecs[random.below(world.cluster.nodes.count)].name
    let kind = random.below(2) == 0 ? "kubeletStop" : "containerRuntimeStop"
    guard random.below(3) == 0 else { return nil }
    let hit = world.cluster.inject(
      try FaultTests.fault("\(kind): {node: \(node)}"), random: random, in: &simulation)
    simulation.run(&world, through: simulation.now + .seconds(Int64(1 + random.below(200))))
    return hit.repair
  }

  /// All machines have power and connection and take pods.
  private func restore(_ world: inout ClusterWorld, _ simulation: inout Simulation) {
    for node in world.cluster.nodes.indices {
      repeat {
        world.cluster.powerOn(node: node, in: &simulation)
      } while world.cluster.nodes[node].powerCuts > 0
      world.cluster.setReachable(node: node, true, in: &simulation)
      world.cluster.cordon(node: node, false, in: &simulation)
    }
  }

  @Test(
    "Requests, identities and counts hold through crashes, and all recovers", arguments: 1...350)
  func world(_ seed: Int) throws {
    let seed = UInt64(seed)
    var leaks = EntityRandom(seed: seed, stream: "swarm/leaks")
    var stops = EntityRandom(seed: seed, stream: "swarm/stops")
    var resizes = EntityRandom(seed: seed, stream: "swarm/resizes")
    var maker = RandomCluster(seed: seed)
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(maker.spec(withFaults: true), seed: seed))
    world.cluster.start(in: &simulation)
    for _ in 0..<12 {
      let stopped = try stop(&world, &stops, &simulation)
      let length = SimDuration.seconds(Int64(1 + maker.random.below(200)))
      simulation.run(&world, through: simulation.now + length)
      check(world.cluster, at: simulation.now, seed: seed)
      disturb(&world, &maker.random, &simulation)
      resize(&world, &resizes, &simulation)
      try leak(&world, &leaks, &simulation)
      if let stopped { world.cluster.repair(stopped, in: &simulation) }
    }
    restore(&world, &simulation)
    simulation.run(&world, through: simulation.now + .minutes(30))
    check(world.cluster, at: simulation.now, seed: seed)
    for workload in world.cluster.workloads {
      let placed = workload.pods.filter {
        world.cluster.pods[$0].node >= 0 && world.cluster.pods[$0].phase == .running
      }
      for pod in placed {
        #expect(
          world.cluster.pods[pod].isReady,
          "\(world.cluster.name(of: pod)) is \(world.cluster.pods[pod].stage): \(replay(seed))")
      }
      #expect(
        workload.pods.allSatisfy { !world.cluster.pods[$0].isTerminating }, "\(replay(seed))")
      if workload.kind == .deployment || workload.kind == .replicaSet {
        #expect(workload.activeCount == workload.replicas, "\(replay(seed))")
      }
    }
    #expect(world.cluster.nodes.allSatisfy { $0.ready == .true }, "\(replay(seed))")
  }

  /// Whether a Deployment has as many ready pods as its rollout must keep.
  private func keepsMinimum(_ workload: WorkloadState) -> Bool {
    let missing = workload.spec.maxUnavailable.resolved(of: workload.replicas, roundUp: false)
    let surge = workload.spec.maxSurge.resolved(of: workload.replicas, roundUp: true)
    let allowed = surge == 0 && missing == 0 ? 1 : missing
    return workload.readyCount >= workload.replicas - allowed
  }

  @Test(
    "A rollout without faults keeps every Deployment at its minimum and ends", arguments: 1...150)
  func rollout(_ seed: Int) {
    let seed = UInt64(seed) + 10_000
    var maker = RandomCluster(seed: seed)
    var spec = maker.spec(withFaults: false)
    // Preemption is a disruption of its own: one priority for all.
    for index in spec.workloads.indices { spec.workloads[index].template.priority = 0 }
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: .zero + .minutes(10))
    let settled = world.cluster.workloads.map { $0.readyCount == $0.replicas }
    for index in world.cluster.workloads.indices
    where world.cluster.workloads[index].kind == .deployment {
      let owner = world.cluster.workloads[index]
      let reference = WorkloadReference(
        kind: "deployment", namespace: owner.namespace, name: owner.name, span: .unknown)
      world.cluster.make(.restart(reference), update: nil, in: &simulation)
    }
    for _ in 0..<300 {
      simulation.run(&world, through: simulation.now + .seconds(1))
      for (index, workload) in world.cluster.workloads.enumerated()
      where workload.kind == .deployment && settled[index] {
        #expect(keepsMinimum(workload), "\(workload.name): \(replay(seed))")
      }
    }
    simulation.run(&world, through: simulation.now + .minutes(10))
    check(world.cluster, at: simulation.now, seed: seed)
    for (index, workload) in world.cluster.workloads.enumerated()
    where workload.kind == .deployment && settled[index] {
      let newest = Int32(workload.revisions.count - 1)
      #expect(
        workload.pods.allSatisfy { world.cluster.pods[$0].revision == newest },
        "\(workload.name): \(replay(seed))")
      #expect(workload.readyCount == workload.replicas, "\(workload.name): \(replay(seed))")
    }
  }
}
