import Manifests
import SimulationKernel
import Stores
import Testing

/// Links between single members are cut: who belongs to the store depends on those to the member
/// that keeps its sessions.
@Suite("Who belongs to a store")
struct MembershipTests {
  private static let start = SimTime(seconds: 20)

  /// Twenty seconds of writes.
  private static func lab(
    _ setup: StoreSetup, in simulation: inout Simulation
  ) -> StoreLab {
    var lab = StoreLab(setup, seed: 5)
    lab.writeEvery = .milliseconds(20)
    lab.start(in: &simulation)
    simulation.run(&lab, through: start)
    return lab
  }

  private static func kafka() -> StoreSetup {
    setup(.kafka, members: 3, coordinators: 3) { $0.leaderRebalance = nil }
  }

  private static func leader(of group: Int, in lab: borrowing StoreLab) throws -> Int {
    let state = lab.stores.groups[group]
    return try state.members[#require(state.leader)]
  }

  /// Nothing passes between two members.
  private static func cut(_ one: Int, _ other: Int, in lab: inout StoreLab) {
    for (from, to) in [(one, other), (other, one)] {
      var reach = lab.stores.members[from].reach
      reach.remove(to)
      lab.stores.setReach(of: from, reach)
    }
  }

  /// A heartbeat each 2 s renews 9 s (KRaftConfigs), and the controller decides within 0.2 s.
  @Test("A broker that is cut off from the controller alone is fenced when its session ends")
  func fenced() throws {
    var simulation = Simulation(seed: 5)
    var lab = Self.lab(Self.kafka(), in: &simulation)
    let coordination = try #require(lab.stores.stores[0].coordination)
    let controller = try Self.leader(of: coordination, in: lab)
    let broker = try Self.leader(of: 0, in: lab)
    Self.cut(broker, controller, in: &lab)
    simulation.run(&lab, through: Self.start + .milliseconds(6900))
    let present = try Self.leader(of: 0, in: lab)
    #expect(present == broker)
    simulation.run(&lab, through: Self.start + .milliseconds(9500))
    let successor = try Self.leader(of: 0, in: lab)
    #expect(successor != broker)
    #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
    // Its next heartbeats that arrive make it a member again, and it fetches what it lacks.
    for member in [broker, controller] { lab.stores.setReach(of: member, .all) }
    simulation.run(&lab, through: Self.start + .seconds(60))
    let isSettled = lab.stores.isSettled(broker)
    let leader = try Self.leader(of: 0, in: lab)
    #expect(isSettled && leader == successor)
  }

  /// replica.lag.time.max.ms of 30 s, looked at each half of it (ReplicationConfigs,
  /// ReplicaManager).
  @Test("A leader that hears the controller and no broker leads on, and alone once they lag")
  func registered() throws {
    var simulation = Simulation(seed: 5)
    var lab = Self.lab(Self.kafka(), in: &simulation)
    let broker = try Self.leader(of: 0, in: lab)
    for other in 0..<3 where other != broker { Self.cut(broker, other, in: &lab) }
    simulation.run(&lab, through: Self.start + .seconds(60))
    let leader = try Self.leader(of: 0, in: lab)
    #expect(leader == broker)
    #expect(lab.stores.failovers.allSatisfy { $0.shard != 0 })
    let accepted = lab.answers.filter { $0.isWrite && !$0.isFailed }.map { $0.time - Self.start }
    #expect(!accepted.contains { $0 > .seconds(1) && $0 < .seconds(29) })
    #expect(accepted.contains { $0 > .seconds(47) })
  }

  /// Three checks of 10 s with pauses of 1 s after the last that was answered up to 1 s before
  /// (discovery-settings), and two cluster states.
  @Test("A node that is cut off from the master alone is removed after its checks")
  func removed() throws {
    var simulation = Simulation(seed: 5)
    var lab = Self.lab(setup(.elasticsearch, members: 3, shards: 3), in: &simulation)
    let master = try #require(lab.stores.stores[0].master)
    // Each of the three leads a shard.
    let node = (master + 1) % 3
    Self.cut(node, master, in: &lab)
    simulation.run(&lab, through: Self.start + .seconds(50))
    #expect(lab.stores.failovers.count == 1)
    let record = try #require(lab.stores.failovers.first)
    #expect(record.oldPrimary == node && record.newPrimary != node)
    let ready = try #require(record.readyAt) - Self.start
    #expect(ready >= .seconds(32) && ready <= .milliseconds(33_500), "\(ready.seconds) s")
  }

  @Test("A node that hears the master belongs to the cluster, whatever else it hears")
  func kept() throws {
    var simulation = Simulation(seed: 5)
    var lab = Self.lab(setup(.elasticsearch, members: 3, shards: 3), in: &simulation)
    let master = try #require(lab.stores.stores[0].master)
    Self.cut((master + 1) % 3, (master + 2) % 3, in: &lab)
    simulation.run(&lab, through: Self.start + .seconds(50))
    let present = lab.stores.stores[0].master
    #expect(lab.stores.failovers.isEmpty && present == master)
  }

  @Test("A master that is cut off is given up by the others, which elect one of them")
  func masterLost() throws {
    var simulation = Simulation(seed: 5)
    var lab = Self.lab(setup(.elasticsearch, members: 3, shards: 3), in: &simulation)
    let master = try #require(lab.stores.stores[0].master)
    lab.perform(.isolate(master), in: &simulation)
    simulation.run(&lab, through: Self.start + .seconds(31))
    let present = lab.stores.stores[0].master
    #expect(present == master)
    simulation.run(&lab, through: Self.start + .seconds(40))
    let successor = lab.stores.stores[0].master
    #expect(successor != nil && successor != master)
    // It is removed when the checks of its successor fail as well.
    #expect(lab.stores.failovers.allSatisfy { $0.readyAt == nil })
    simulation.run(&lab, through: Self.start + .seconds(67))
    let ready = lab.stores.failovers.compactMap(\.readyAt)
    #expect(!ready.isEmpty && ready.allSatisfy { $0 - Self.start >= .seconds(64) }, "\(ready)")
    // The shards of the others never moved.
    #expect(lab.stores.failovers.allSatisfy { $0.oldPrimary == master })
  }

  @Test("A former master that is back before its successor's checks failed keeps its shards")
  func masterBack() throws {
    var simulation = Simulation(seed: 5)
    var lab = Self.lab(setup(.elasticsearch, members: 3, shards: 3), in: &simulation)
    let master = try #require(lab.stores.stores[0].master)
    lab.perform(.isolate(master), in: &simulation)
    simulation.run(&lab, through: Self.start + .seconds(50))
    lab.perform(.heal, in: &simulation)
    simulation.run(&lab, through: Self.start + .seconds(90))
    let successor = lab.stores.stores[0].master
    #expect(successor != nil && successor != master)
    let isLed = lab.stores.groups.allSatisfy { $0.leader != nil }
    #expect(isLed)
    #expect(lab.stores.failovers.allSatisfy { $0.newPrimary == nil || $0.newPrimary == master })
  }
}
