import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Invariants of random clusters")
struct ClusterSwarmTests {
  private func randomSpec(_ random: inout EntityRandom) -> ClusterSpec {
    var workloads: [WorkloadSpec] = []
    for number in 0..<1 + random.below(5) {
      let kinds: [WorkloadKind] = [.deployment, .statefulSet, .daemonSet, .deployment]
      var workload = SmallCluster.workload(
        kinds[random.below(4)], "w\(number)", replicas: random.below(8),
        milli: Int64(random.below(15)) * 100)
      if random.below(3) == 0 {
        let own = LabelSelector(matchLabels: workload.template.labels)
        workload.template.requiredAntiAffinity = [
          AffinityTerm(selector: own, topologyKey: "kubernetes.io/hostname")
        ]
      }
      if random.below(3) == 0 {
        workload.template.spreadConstraints = [
          SpreadConstraint(
            maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", isRequired: true,
            selector: LabelSelector(matchLabels: workload.template.labels))
        ]
      }
      workload.template.containers[0].readinessProbe = ProbeSpec()
      workloads.append(workload)
    }
    return SmallCluster.spec(workloads, start: random.below(2) == 0 ? .running : .cold)
  }

  /// What must hold at any time.
  private func check(_ cluster: borrowing Cluster, seed: UInt64) {
    for node in cluster.nodes.indices {
      var requested: Int64 = 0
      var count: Int64 = 0
      for workload in cluster.workloads {
        for pod in workload.pods where Int(cluster.pods[pod].node) == node {
          requested += cluster.templates[Int(cluster.pods[pod].template)].requests.cpuMilli
          count += 1
        }
      }
      #expect(requested <= cluster.nodeSpecs[node].allocatable.cpuMilli, "seed \(seed)")
      #expect(count <= cluster.nodeSpecs[node].podLimit, "seed \(seed)")
    }
    for workload in cluster.workloads {
      let names = workload.pods.map { cluster.name(of: $0) }.sorted()
      #expect(zip(names, names.dropFirst()).allSatisfy { $0 != $1 }, "seed \(seed)")
      let active = workload.pods.count { !cluster.pods[$0].isTerminating }
      #expect(active == workload.activeCount, "seed \(seed)")
      let ready = workload.pods.count {
        cluster.pods[$0].isReady && !cluster.pods[$0].isTerminating
      }
      #expect(ready == workload.readyCount, "seed \(seed)")
      if workload.kind == .daemonSet {
        let places = workload.pods.map { cluster.pods[$0].node }.filter { $0 >= 0 }.sorted()
        #expect(zip(places, places.dropFirst()).allSatisfy { $0 != $1 }, "seed \(seed)")
      }
      if workload.kind == .deployment { #expect(active <= workload.replicas, "seed \(seed)") }
    }
  }

  private func disturb(
    _ world: inout ClusterWorld, _ random: inout EntityRandom, _ simulation: inout Simulation
  ) {
    let node = random.below(world.cluster.nodes.count)
    switch random.below(5) {
    case 0: world.cluster.powerOff(node: node, in: &simulation)
    case 1: world.cluster.powerOn(node: node, in: &simulation)
    case 2: world.cluster.setReachable(node: node, random.below(2) == 0, in: &simulation)
    case 3:
      let workload = random.below(world.cluster.workloads.count)
      guard let pod = world.cluster.workloads[workload].pods.first else { return }
      world.cluster.deletePod(pod, in: &simulation)
    default:
      let workload = random.below(world.cluster.workloads.count)
      guard world.cluster.workloads[workload].kind == .statefulSet else { return }
      world.cluster.scale(workload: workload, to: random.below(6), in: &simulation)
    }
  }

  @Test(
    "Requests, identities and counts hold through crashes, and all recovers", arguments: 1...200)
  func world(_ seed: Int) {
    let seed = UInt64(seed)
    var random = EntityRandom(seed: seed, stream: "swarm")
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(randomSpec(&random), seed: seed))
    world.cluster.start(in: &simulation)
    for _ in 0..<12 {
      simulation.run(&world, through: simulation.now + .seconds(Int64(1 + random.below(200))))
      check(world.cluster, seed: seed)
      disturb(&world, &random, &simulation)
    }
    for node in world.cluster.nodes.indices {
      world.cluster.powerOn(node: node, in: &simulation)
      world.cluster.setReachable(node: node, true, in: &simulation)
    }
    simulation.run(&world, through: simulation.now + .minutes(30))
    check(world.cluster, seed: seed)
    for workload in world.cluster.workloads {
      let placed = workload.pods.filter { world.cluster.pods[$0].node >= 0 }
      #expect(placed.allSatisfy { world.cluster.pods[$0].isReady }, "seed \(seed)")
      #expect(workload.pods.allSatisfy { !world.cluster.pods[$0].isTerminating }, "seed \(seed)")
    }
    #expect(world.cluster.nodes.allSatisfy { $0.ready == .true }, "seed \(seed)")
  }
}
