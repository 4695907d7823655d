import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Writes in flight when a leader hands over")
struct HandoverTests {
  /// Three brokers with wires so long that some writes are always in flight.
  private static func brokers(
    seed: UInt64, deduplicates: Bool, rebalance: SimDuration? = nil
  ) -> StoreLab {
    let setup = setup(.kafka, members: 3, coordinators: 3) {
      $0.deduplicates = deduplicates
      $0.leaderRebalance = rebalance
    }
    var lab = StoreLab(setup, seed: seed)
    lab.oneWay = .milliseconds(5)
    return lab
  }

  /// Every write is answered, none failed, and the log has each once, and those again that were
  /// doubled; returns how many were.
  private static func check(_ lab: borrowing StoreLab, _ what: Comment) -> UInt64 {
    let (failovers, doubleAnswers) = (lab.stores.failovers, lab.doubleAnswers)
    let doubled = failovers.reduce(0) { $0 + $1.duplicatedWrites }
    let (answers, calls) = (lab.answers.count, lab.isAnswered.count)
    #expect(answers == calls && doubleAnswers == 0, what)
    let (accepted, logged) = (lab.accepted, lab.stores.shippings[0].acknowledged)
    #expect(accepted == calls, what)
    #expect(UInt64(accepted) + doubled == logged, what)
    #expect(failovers.allSatisfy { $0.lostWrites == 0 && $0.refusedWrites == 0 }, what)
    return doubled
  }

  @Test(
    "A broker that shuts down costs no write of a producer that retries; one without sequence numbers doubles what the new leader has",
    arguments: [true, false])
  func shutDown(deduplicates: Bool) {
    var doubled: UInt64 = 0
    for seed in UInt64(1)...6 {
      var lab = Self.brokers(seed: seed, deduplicates: deduplicates)
      lab.writeEvery = .milliseconds(1)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 5))
      lab.perform(.shutDown(0), in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 7))
      lab.writeEvery = nil
      // Its process ends after five seconds, and with it what clients asked of it.
      simulation.run(&lab, through: SimTime(seconds: 9))
      let leader = lab.stores.groups[0].leader
      #expect(leader != nil && leader != 0)
      doubled += Self.check(lab, "seed \(seed)")
    }
    #expect((doubled == 0) == deduplicates)
  }

  @Test(
    "A partition that goes back to its preferred leader costs no write of a producer that retries",
    arguments: [true, false])
  func rebalance(deduplicates: Bool) {
    var (changes, doubled) = (0, UInt64(0))
    for seed in UInt64(1)...6 {
      var lab = Self.brokers(seed: seed, deduplicates: deduplicates, rebalance: .seconds(60))
      lab.script = [(SimTime(seconds: 5), .kill(0)), (SimTime(seconds: 7), .start(0))]
      lab.writeEvery = .seconds(40)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 39))
      let before = lab.stores.groups[0].leader
      lab.writeEvery = .milliseconds(4)
      simulation.run(&lab, through: SimTime(seconds: 100))
      lab.writeEvery = nil
      simulation.run(&lab, through: SimTime(seconds: 102))
      changes += before != 0 && lab.stores.groups[0].leader == 0 ? 1 : 0
      doubled += Self.check(lab, "seed \(seed)")
    }
    #expect(changes > 1, "\(changes) changes are no test of them")
    #expect((doubled == 0) == deduplicates)
  }
}
