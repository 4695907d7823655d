import Manifests
import SimulationKernel
import Stores
import Testing

/// Elasticsearch whose masters hold no data: only they vote, and one of them is elected
/// (`node.roles`; modules-discovery-quorums).
@Suite("Dedicated masters")
struct MasterEligibilityTests {
  /// Three nodes with data and three masters, members 3 to 5; a node with data leads the shard.
  private static func run(_ script: [(Double, StoreLab.Fault)], until end: Double) -> StoreLab {
    var setup = configured(.elasticsearch, members: 3, [])
    setup.pod.isMasterEligible = false
    setup.coordinatorCount = 3
    setup.coordinatorPods = [(3, StorePod(disk: .networkSSD))]
    var lab = StoreLab(setup, seed: 4)
    lab.writeEvery = .milliseconds(50)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab
  }

  @Test("One of them is elected, and the loss of data nodes costs no votes")
  func elected() throws {
    let lab = Self.run([(20, .kill(0)), (22, .kill(1))], until: 30)
    let master = try #require(lab.stores.stores[0].master)
    #expect(master >= 3)
    // Of three that vote themselves the last would elect nobody.
    #expect(lab.stores.groups[0].leader == 2)
  }

  @Test("Without a majority of them nothing is written or promoted, and with one all goes on")
  func lost() {
    let script: [(Double, StoreLab.Fault)] = [
      (20, .kill(3)), (21, .kill(4)), (25, .kill(0)), (60, .start(3)),
    ]
    let before = Self.run(script, until: 59)
    #expect(before.stores.groups[0].leader == nil)
    let late = before.answers.contains {
      $0.isWrite && !$0.isFailed && $0.time > SimTime(seconds: 24)
    }
    #expect(!late)
    let after = Self.run(script, until: 90)
    let leader = after.stores.groups[0].leader
    #expect(leader == 1 || leader == 2)
    let master = after.stores.stores[0].master ?? 0
    #expect(master >= 3)
  }
}
