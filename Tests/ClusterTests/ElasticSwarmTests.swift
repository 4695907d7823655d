import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Random elastic clusters with autoscaled workloads")
struct ElasticSwarmTests {
  /// Workloads with an autoscaler and a budget each, on pools that grow and shrink.
  private func spec(_ random: inout EntityRandom) -> ClusterSpec {
    var workloads: [WorkloadSpec] = []
    for number in 0..<1 + random.below(4) {
      var workload = SmallCluster.workload(
        .deployment, "w\(number)", replicas: 1 + random.below(4),
        milli: 200 + Int64(random.below(6)) * 300)
      if random.below(3) == 0 {
        workload.template.spreadConstraints = [
          SpreadConstraint(
            maxSkew: 1, topologyKey: "topology.kubernetes.io/zone",
            isRequired: random.below(2) == 0,
            selector: LabelSelector(matchLabels: workload.template.labels))
        ]
      }
      if random.below(6) == 0 { workload.template.safeToEvict = random.below(2) == 0 }
      workload.template.hasLocalStorage = random.below(8) == 0
      workloads.append(workload)
    }
    if random.below(2) == 0 {
      workloads.append(SmallCluster.workload(.daemonSet, "agent", replicas: 1, milli: 100))
    }
    var spec = SmallCluster.spec(workloads)
    spec.nodes.removeLast(3)
    for pool in 0..<1 + random.below(3) {
      let least = random.below(3)
      let greatest = max(1, least + random.below(5))
      ElasticCluster.pool(
        "pool-\(pool)", least: least, count: min(greatest, least + random.below(2)),
        greatest: greatest, milli: [2_000, 4_000, 8_000][random.below(3)], in: &spec)
      spec.pools[pool].priority = random.below(3)
    }
    vary(&spec.nodeAutoscaling, &random)
    for workload in workloads where workload.kind == .deployment {
      addBudget(workload, &random, to: &spec)
    }
    return spec
  }

  private func vary(_ settings: inout AutoscalerSettings, _ random: inout EntityRandom) {
    let expanders = AutoscalerSettings.Expander.allCases
    settings.expanders = [expanders[random.below(expanders.count)]]
    settings.balancesSimilarPools = random.below(2) == 0
    settings.unneededTime = .seconds(Int64(60 + random.below(300)))
    settings.delayAfterAdd = .seconds(Int64(random.below(300)))
  }

  /// The autoscaler never asks for fewer than the replicas of the start, the budget for no more.
  private func addBudget(
    _ workload: WorkloadSpec, _ random: inout EntityRandom, to spec: inout ClusterSpec
  ) {
    var budget = BudgetSpec(
      name: workload.name, namespace: "shop",
      selector: LabelSelector(matchLabels: workload.template.labels))
    budget.minAvailable = .int(Int32(random.below(workload.replicas + 1)))
    spec.budgets.append(budget)
    spec.autoscalers += AutoscalingWorld.autoscalers(
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: \(workload.name), namespace: shop}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: \(workload.name)}
        minReplicas: \(workload.replicas)
        maxReplicas: \(workload.replicas + random.below(12))
        metrics:
          - type: External
            external: {metric: {name: queue}, target: {type: AverageValue, averageValue: 10}}
        behavior: {scaleDown: {stabilizationWindowSeconds: \(random.below(200))}}
      """)
  }

  private func check(_ cluster: borrowing Cluster, seed: UInt64) {
    for (index, pool) in cluster.nodeAutoscaler.pools.enumerated() {
      let there = ElasticCluster.size(of: index, in: cluster)
      #expect(there >= pool.spec.least, "seed \(seed): \(pool.spec.name)")
      #expect(
        cluster.nodeAutoscaler.size(of: index) <= pool.spec.greatest,
        "seed \(seed): \(pool.spec.name)")
    }
    var requested = [PodResources](repeating: PodResources(), count: cluster.nodes.count)
    var names: [String] = []
    for workload in cluster.workloads {
      for pod in workload.pods {
        names.append(cluster.name(of: pod))
        let state = cluster.pods[pod]
        guard state.node >= 0 else { continue }
        let request = cluster.templates[Int(state.template)].requests
        requested[Int(state.node)] += request
        // A pod of a machine that is gone serves nobody.
        if state.isServing { #expect(!cluster.nodes[Int(state.node)].isDeleted, "seed \(seed)") }
      }
    }
    for node in cluster.nodes.indices where !cluster.nodes[node].isDeleted {
      let whole = cluster.nodeSpecs[node].allocatable
      #expect(requested[node].cpuMilli <= whole.cpuMilli, "seed \(seed)")
      #expect(requested[node].memory <= whole.memory, "seed \(seed)")
    }
    names.sort()
    #expect(zip(names, names.dropFirst()).allSatisfy { $0 != $1 }, "seed \(seed)")
  }

  private func load(_ world: inout ClusterWorld, _ random: inout EntityRandom, at now: SimTime) {
    for index in world.cluster.autoscaling.autoscalers.indices {
      let value = MetricsAdapter.Value(pod: nil, milli: Int64(random.below(160_000)), time: now)
      world.cluster.autoscaling.adapter.publish([value], autoscaler: index, metric: 0)
    }
  }

  @Test(
    "Pools keep their bounds, pods their one node and budgets their pods while load comes and goes",
    arguments: 1...200)
  func world(_ number: Int) {
    let seed = UInt64(number)
    var random = EntityRandom(seed: seed, stream: "swarm/elastic")
    let spec = spec(&random)
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    var healthy = spec.budgets.indices.map { world.cluster.status(ofBudget: $0).currentHealthy }
    for _ in 0..<10 {
      load(&world, &random, at: simulation.now)
      let steps = 20 + random.below(60)
      for _ in 0..<steps {
        simulation.run(&world, through: simulation.now + .seconds(5))
        for index in spec.budgets.indices {
          let status = world.cluster.status(ofBudget: index)
          // Below the bound only as far as it was before: pods may have had no place.
          #expect(
            status.currentHealthy >= min(status.desiredHealthy, healthy[index]),
            "seed \(seed): \(spec.budgets[index].name)")
          healthy[index] = status.currentHealthy
        }
        check(world.cluster, seed: seed)
      }
    }
    #expect(world.cluster.nodeAutoscaler.counters.failedScaleUps == 0, "seed \(seed)")
  }

  @Test("The worlds of the swarm do grow and shrink, with and without pods to move")
  func activity() {
    var done = (added: 0, empty: 0, drained: 0, evicted: 0)
    for seed in 1...25 {
      var random = EntityRandom(seed: UInt64(seed), stream: "swarm/elastic")
      var simulation = Simulation(seed: UInt64(seed))
      var world = ClusterWorld(cluster: Cluster(spec(&random), seed: UInt64(seed)))
      world.cluster.start(in: &simulation)
      for _ in 0..<10 {
        load(&world, &random, at: simulation.now)
        simulation.run(&world, through: simulation.now + .minutes(5))
      }
      let counters = world.cluster.nodeAutoscaler.counters
      done.added += counters.added
      done.empty += counters.removedEmpty
      done.drained += counters.removedUnderused
      done.evicted += counters.evicted
    }
    #expect(done.added > 25 && done.empty > 10 && done.drained > 5 && done.evicted > 10, "\(done)")
  }

  @Test("Machines that crash are replaced or come back, and bounds hold", arguments: 1...100)
  func crashes(_ number: Int) {
    let seed = UInt64(number) + 5_000
    var random = EntityRandom(seed: seed, stream: "swarm/elastic")
    let spec = spec(&random)
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    for _ in 0..<10 {
      load(&world, &random, at: simulation.now)
      let node = random.below(world.cluster.nodes.count)
      if random.below(2) == 0 {
        world.cluster.powerOff(node: node, in: &simulation)
      } else {
        world.cluster.powerOn(node: node, in: &simulation)
      }
      for _ in 0..<10 + random.below(30) {
        simulation.run(&world, through: simulation.now + .seconds(10))
        check(world.cluster, seed: seed)
      }
    }
    for node in world.cluster.nodes.indices {
      repeat {
        world.cluster.powerOn(node: node, in: &simulation)
      } while world.cluster.nodes[node].powerCuts > 0
    }
    simulation.run(&world, through: simulation.now + .minutes(30))
    check(world.cluster, seed: seed)
    for workload in world.cluster.workloads where workload.kind == .deployment {
      #expect(workload.activeCount == workload.replicas, "seed \(seed): \(workload.name)")
      let placed = workload.pods.filter { world.cluster.pods[$0].node >= 0 }
      #expect(placed.allSatisfy { world.cluster.pods[$0].isReady }, "seed \(seed)")
    }
  }
}
