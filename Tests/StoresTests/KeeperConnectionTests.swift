import Manifests
import SimulationKernel
import Stores
import Testing

/// A server of ClickHouse gives a Keeper that it does not reach up and connects to another, which
/// passes its writes on to the leader (`ZooKeeperConstants.h`: 10 s and 1 s).
@Suite("Connections to Keeper")
struct KeeperConnectionTests {
  /// What became of a write to the first server, so many seconds after the way between it and the
  /// leader was cut, and when.
  private static func write(after pause: Double) throws -> (isFailed: Bool, seconds: Double) {
    var lab = StoreLab(setup(.clickhouse, members: 3, coordinators: 3), seed: 6)
    var simulation = Simulation(seed: 6)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 20))
    let group = try #require(lab.stores.stores[0].coordination)
    let state = lab.stores.groups[group]
    // The first of the three, which a server tries first, leads.
    #expect(state.leader == 0)
    let (server, leader) = (0, state.members[0])
    lab.cutLinks = [(server, leader)]
    for (from, to) in [(server, leader), (leader, server)] {
      var reach = lab.stores.members[from].reach
      reach.remove(to)
      lab.stores.setReach(of: from, reach)
    }
    simulation.run(&lab, through: SimTime(seconds: 20 + pause))
    lab.write(to: server, in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    let answer = try #require(lab.answers.last)
    return (answer.isFailed, answer.time.seconds - 20)
  }

  @Test("It waits for an operation and for the connection to the mute one, and then goes on")
  func turned() throws {
    // Whoever waits for the whole of an operation meanwhile gets an error.
    let first = try Self.write(after: 0.1)
    #expect(first.isFailed && abs(first.seconds - 10.1) < 1, "\(first)")
    let second = try Self.write(after: 3)
    #expect(!second.isFailed && second.seconds > 10.9 && second.seconds < 12.5, "\(second)")
    let third = try Self.write(after: 15)
    #expect(!third.isFailed && third.seconds < 15.5, "\(third)")
  }
}
