import Manifests
import SimulationKernel
import Stores
import Testing

/// A leader of ClickHouse Keeper that hears nobody (NuRaft, check_leadership_validity and
/// `leadership_expiry_`).
@Suite("Leadership that expires")
struct LeadershipExpiryTests {
  /// When the first member of a Keeper, which leads after 1.108 s and is cut off after 5 s, leads
  /// no longer; nil where it still does after a minute.
  private static func end(
    members: Int, _ settings: [(String, StoreSettings.Value)] = []
  ) throws -> SimTime? {
    let setup = configured(.clickhouse, members: members, settings)
    let parameters = try #require(setup.configuration.coordination)
    var lab = RaftLab(members: members, parameters: parameters, seed: 0)
    lab.oneWay = .milliseconds(1)...(.milliseconds(1))
    lab.flushTime = .milliseconds(2)...(.milliseconds(2))
    lab.scriptedTimeouts = [1100, 1500, 1900].prefix(members).map { .milliseconds($0) }
    lab.script = (1..<members).map { (SimTime(seconds: 5), .cut(0, $0)) }
    var simulation = Simulation(seed: 0)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 5))
    #expect(lab.members[0].isLeader)
    for tick in 501...6000 {
      simulation.run(&lab, through: SimTime(seconds: Double(tick) / 100))
      if !lab.members[0].isLeader { return simulation.now }
    }
    return nil
  }

  /// Settings of a Keeper, and when its leader gives up, in seconds.
  private static let expiries: [([(String, StoreSettings.Value)], Double)] = [
    // It beats each 0.5 s from 1.108 s on; what it sent at 4.608 s was answered at 4.610 s.
    ([], 15.11),
    // From 1.108 s on each 0.2 s: the last answer is of 4.910 s, and 8.908 s is too early by 2 ms.
    ([("heartbeat", .duration(.milliseconds(200)))], 9.11),
    // leadership_expiry_ms takes the place of the heartbeats.
    ([("leadershipExpiry", .duration(.seconds(2)))], 7.11),
  ]

  @Test(
    "A leader gives up at the first heartbeat that is 20 heartbeats after the last answer",
    arguments: Self.expiries)
  func expiry(settings: [(String, StoreSettings.Value)], expected: Double) throws {
    let end = try #require(try Self.end(members: 3, settings)).seconds
    #expect(abs(end - expected) < 0.02, "\(end) s")
  }

  @Test("Where a majority is all members, a leader keeps on")
  func pair() throws { #expect(try Self.end(members: 2) == nil) }

  @Test("A Keeper whose leader was alone for a minute elects one before inserts go on")
  func service() throws {
    var lab = StoreLab(setup(.clickhouse, members: 3, coordinators: 3), seed: 6)
    lab.writeEvery = .milliseconds(50)
    let keepers = Array(lab.stores.stores[0].coordinators)
    var simulation = Simulation(seed: 6)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 20))
    let coordination = try #require(lab.stores.stores[0].coordination)
    let leader = try #require(lab.stores.groups[coordination].leader)
    for keeper in keepers where keeper != lab.stores.groups[coordination].members[leader] {
      lab.perform(.kill(keeper), in: &simulation)
    }
    simulation.run(&lab, through: SimTime(seconds: 29.9))
    #expect(lab.stores.groups[coordination].leader == leader)
    simulation.run(&lab, through: SimTime(seconds: 80))
    #expect(lab.stores.groups[coordination].leader == nil)
    for keeper in keepers where !lab.stores.members[keeper].isUp {
      lab.perform(.start(keeper), in: &simulation)
    }
    simulation.run(&lab, through: SimTime(seconds: 90))
    let first = try #require(
      lab.answers.first { $0.isWrite && !$0.isFailed && $0.time > SimTime(seconds: 80) })
    // The least of three draws from 1 to 2 s, of which one began earlier.
    #expect(first.time > SimTime(seconds: 80) && first.time < SimTime(seconds: 82.5))
  }
}
