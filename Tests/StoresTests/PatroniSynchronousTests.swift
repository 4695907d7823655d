import Manifests
import SimulationKernel
import Stores
import Testing

/// Who takes the leader key where commits wait for standbys (patroni `ha.py`, is_healthiest_node).
@Suite("Patroni's synchronous modes")
struct PatroniSynchronousTests {
  /// Three members of which the first is the primary, whose commits wait for one standby.
  private static func lab(
    isQuorum: Bool, seed: UInt64, _ script: [(SimTime, StoreLab.Fault)]
  ) -> StoreLab {
    var options = EngineOptions(members: 3)
    options.coordinators = 3
    options.settings = StoreSettings(
      entries: [("synchronous", true), ("quorumCommit", isQuorum)].map {
        .init(name: $0.0, value: .flag($0.1), span: .unknown)
      })
    let setup = StoreSetup(
      name: "patroni", configuration: EngineCatalog.configuration(of: .postgresql, options),
      memberCount: 3, coordinatorCount: 3, pod: StorePod(disk: .networkSSD))
    var lab = StoreLab(setup, seed: seed)
    lab.writeEvery = .milliseconds(10)
    lab.script = script.map { (time: $0.0, fault: $0.1) }
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 120))
    return lab
  }

  @Test("Of a quorum's voters one alone can not know that it lacks nothing", arguments: 0..<10)
  func loneVoter(seed: UInt64) {
    let time = SimTime(seconds: 30)
    let lab = Self.lab(isQuorum: true, seed: seed, [(time, .crashNode(0)), (time, .crashNode(1))])
    #expect(lab.stores.failovers.allSatisfy { $0.newPrimary == nil })
    let alone = Self.lab(isQuorum: true, seed: seed, [(time, .crashNode(0))])
    #expect(alone.stores.failovers.contains { $0.newPrimary != nil && $0.lostWrites == 0 })
  }

  @Test("A standby that is not on the list does not keep the one that is", arguments: 0..<10)
  func unlistedAhead(seed: UInt64) {
    // The listed standby misses what the other receives and nobody confirms.
    let lab = Self.lab(
      isQuorum: false, seed: seed,
      [
        (SimTime(seconds: 30), .isolate(1)), (SimTime(seconds: 30.5), .crashNode(0)),
        (SimTime(seconds: 30.6), .heal),
      ])
    #expect(lab.stores.failovers.contains { $0.newPrimary != nil && $0.lostWrites == 0 })
  }

  /// `is_lagging` subtracts the position from the one that is stored.
  @Test("A member ahead of what the leader stored last lags by less than nothing")
  func negativeLag() {
    #expect(PatroniRace.lag(of: 100, behind: 40) == -60)
    #expect(!PatroniRace.isLagging(100, behind: 40, limit: 0))
    #expect(PatroniRace.isLagging(40, behind: 100, limit: 59))
  }
}
