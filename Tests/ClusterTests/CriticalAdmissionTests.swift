import Cluster
import Manifests
import SimulationKernel
import Testing

@Suite("Room for critical pods")
struct CriticalAdmissionTests {
  private typealias Candidate = AdmissionPreemption.Candidate

  @Test("Victims free what is missing, and a pod of better quality only goes if it must")
  func victims() {
    for seed in 0..<1_000 as Range<UInt64> {
      var random = EntityRandom(seed: seed, stream: "critical")
      let qualities = [QualityOfService.bestEffort, .burstable, .guaranteed]
      let pods = (0..<random.below(8)).map { _ in
        let quality = qualities[random.below(3)]
        let most = quality == .bestEffort ? 1 : 5
        return Candidate(
          quality: quality, amounts: [Int64(random.below(most)), Int64(random.below(most)), 1])
      }
      let missing = (0..<3).map { _ in Int64(random.below(7)) - 2 }
      func isMet(by victims: [Candidate]) -> Bool {
        missing.indices.allSatisfy { place in
          victims.reduce(0) { $0 + $1.amounts[place] } >= missing[place]
        }
      }
      let found = AdmissionPreemption.victims(missing: missing, among: pods)
      #expect((found == nil) == !isMet(by: pods), "seed \(seed)")
      guard let chosen = found?.map({ pods[$0] }) else { continue }
      #expect(isMet(by: chosen) && Set(found ?? []).count == chosen.count, "seed \(seed)")
      // Had the victims of one quality stayed, all lesser pods with the better victims would not
      // do.
      for (place, quality) in qualities.enumerated()
      where chosen.contains(where: { $0.quality == quality }) {
        let lesser = pods.filter { qualities[..<place].contains($0.quality) }
        let better = chosen.filter { qualities[(place + 1)...].contains($0.quality) }
        #expect(!isMet(by: lesser + better), "seed \(seed)")
      }
    }
  }

  /// A node of four cores with three carts of one each, to which a pod of two is sent after ten
  /// seconds, each kind with its priority.
  private func crowded(
    system: Int32, carts: Int32 = 0, _ simulation: inout Simulation
  ) -> ClusterWorld {
    var sent = SmallCluster.workload(.deployment, "system", replicas: 0, milli: 2_000)
    sent.template.nodeName = "worker-1"
    sent.template.priority = system
    var cart = SmallCluster.workload(.deployment, "cart", replicas: 3, milli: 1_000)
    cart.template.priority = carts
    var spec = SmallCluster.spec([cart, sent])
    spec.nodes = Array(spec.nodes[..<1])
    var world = ClusterWorld(cluster: Cluster(spec, seed: 4))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    return world
  }

  @Test("A full node ends one of its pods for a critical one", arguments: [true, false])
  func admission(_ isCritical: Bool) throws {
    var simulation = Simulation(seed: 4)
    var world = crowded(system: isCritical ? 2_000_000_000 : 1_000, &simulation)
    simulation.run(&world, through: SimTime(seconds: 70))
    let events = world.cluster.drainEvents()
    let preempted = events.filter { $0.reason == "Preempting" }
    #expect(preempted.count == (isCritical ? 1 : 0))
    #expect(events.contains { $0.reason == "OutOfcpu" } == !isCritical)
    #expect(world.cluster.workloads[1].readyCount == (isCritical ? 1 : 0))
    #expect(world.cluster.workloads[0].readyCount == (isCritical ? 2 : 3))
  }

  @Test("A critical pod is refused where only critical ones could go for it")
  func lackingVictims() throws {
    var simulation = Simulation(seed: 4)
    var world = crowded(system: 2_000_000_000, carts: 2_000_000_000, &simulation)
    simulation.run(&world, through: SimTime(seconds: 12))
    let events = world.cluster.drainEvents()
    let refused = try #require(events.first { $0.reason == "UnexpectedAdmissionError" })
    // Two cores are asked for beside three, of four.
    #expect(
      refused.message == "Unexpected error while attempting to recover from admission failure: "
        + "preemption: error finding a set of pods to preempt: no set of running pods found to "
        + "reclaim resources: [(res: cpu, q: 1000), ]")
    #expect(!events.contains { $0.reason == "Preempting" })
    #expect(world.cluster.workloads[0].readyCount == 3)
  }
}
