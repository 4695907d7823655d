import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Budgets and rollouts of random clusters")
struct DisruptionSwarmTests {
  /// Deployments with a budget each, on nodes with room to spare.
  private func randomSpec(_ random: inout EntityRandom) -> ClusterSpec {
    var workloads: [WorkloadSpec] = []
    for number in 0..<1 + random.below(3) {
      var workload = SmallCluster.workload(
        .deployment, "w\(number)", replicas: 1 + random.below(9), milli: 50)
      let bounds: [IntOrPercent] = [.int(0), .int(1), .percent(25), .percent(50), .int(3)]
      workload.maxSurge = bounds[random.below(5)]
      workload.maxUnavailable = bounds[random.below(5)]
      workload.minReady = .seconds(Int64(random.below(3) * 5))
      workloads.append(workload)
    }
    var spec = SmallCluster.spec(workloads)
    for workload in workloads {
      var budget = BudgetSpec(
        name: workload.name, namespace: "shop",
        selector: LabelSelector(matchLabels: workload.template.labels))
      if random.below(2) == 0 {
        budget.minAvailable = random.below(2) == 0 ? .percent(60) : .int(Int32(random.below(5)))
      } else {
        budget.maxUnavailable = random.below(2) == 0 ? .percent(30) : .int(Int32(random.below(3)))
      }
      spec.budgets.append(budget)
    }
    return spec
  }

  private func reference(_ name: String) -> WorkloadReference {
    WorkloadReference(kind: nil, namespace: "shop", name: name, span: .unknown)
  }

  @Test("A drain never takes a budget below its healthy pods", arguments: 1...250)
  func drains(_ number: Int) {
    let seed = UInt64(number)
    var random = EntityRandom(seed: seed, stream: "swarm/drains")
    let spec = randomSpec(&random)
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    var healthy = spec.workloads.indices.map { world.cluster.workloads[$0].readyCount }
    for _ in 0..<3 {
      let node = "worker-\(1 + random.below(6))"
      world.cluster.make(.drain(node: node, span: .unknown), update: nil, in: &simulation)
      for _ in 0..<60 {
        simulation.run(&world, through: simulation.now + .milliseconds(500))
        for index in spec.budgets.indices {
          let status = world.cluster.status(ofBudget: index)
          // Below the bound only where it was there before the drain.
          #expect(
            status.currentHealthy >= min(status.desiredHealthy, healthy[index]),
            "seed \(seed): \(spec.budgets[index].name)")
        }
      }
      world.cluster.make(.uncordon(node: node, span: .unknown), update: nil, in: &simulation)
      simulation.run(&world, through: simulation.now + .seconds(30))
      healthy = spec.workloads.indices.map { world.cluster.workloads[$0].readyCount }
    }
    // No uncordon ends a drain: those that budgets held up go on.
    simulation.run(&world, through: simulation.now + .seconds(600))
    #expect(
      world.cluster.workloads.allSatisfy { $0.readyCount == $0.replicas }, "seed \(seed)")
  }

  @Test("A rollout keeps to its surge and its minimum, and comes to its end", arguments: 1...250)
  func rollouts(_ number: Int) {
    let seed = UInt64(number)
    var random = EntityRandom(seed: seed, stream: "swarm/rollouts")
    let spec = randomSpec(&random)
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    for workload in spec.workloads {
      world.cluster.make(.restart(reference(workload.name)), update: nil, in: &simulation)
    }
    for step in 0..<400 {
      if step == 20, random.below(3) == 0 {
        world.cluster.make(
          .rollback(reference("w0"), toRevision: nil), update: nil, in: &simulation)
      }
      simulation.run(&world, through: simulation.now + .milliseconds(500))
      for (index, workload) in spec.workloads.enumerated() {
        let bounds = RollingUpdate(
          replicas: workload.replicas, maxSurge: workload.maxSurge,
          maxUnavailable: workload.maxUnavailable)
        let owner = world.cluster.workloads[index]
        #expect(owner.activeCount <= workload.replicas + bounds.surge, "seed \(seed)")
        #expect(owner.readyCount >= workload.replicas - bounds.unavailable, "seed \(seed)")
      }
    }
    for owner in world.cluster.workloads {
      #expect(owner.rollout.progress == .complete, "seed \(seed): \(owner.name)")
      #expect(owner.pods.allSatisfy { Int(world.cluster.pods[$0].revision) == owner.newest })
    }
  }
}
