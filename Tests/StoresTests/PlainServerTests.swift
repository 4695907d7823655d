import Manifests
import SimulationKernel
import Stores
import Testing

/// Pods of Redis and PostgreSQL without cluster software.
@Suite("Servers by themselves")
struct PlainServerTests {
  private static func lab(_ engine: StoreEngine, _ arrangement: String) -> StoreLab {
    var options = EngineOptions(members: 3)
    options.settings = StoreSettings(
      entries: [.init(name: "arrangement", value: .word(arrangement), span: .unknown)])
    let setup = StoreSetup(
      name: engine.rawValue, configuration: EngineCatalog.configuration(of: engine, options),
      memberCount: 3, pod: StorePod(disk: .networkSSD))
    var lab = StoreLab(setup, seed: 8)
    lab.writeEvery = .milliseconds(10)
    return lab
  }

  @Test(
    "Nobody takes the place of a primary: its replicas are read until it is back",
    arguments: [StoreEngine.redis, .postgresql])
  func replicas(engine: StoreEngine) {
    var lab = Self.lab(engine, "replicas")
    lab.readShare = 2
    lab.script = [(SimTime(seconds: 20), .crashNode(0)), (SimTime(seconds: 320), .start(0))]
    var simulation = Simulation(seed: 8)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 330))
    let away = lab.answers.filter {
      $0.time > SimTime(seconds: 21) && $0.time < SimTime(seconds: 320)
    }
    #expect(away.allSatisfy { !$0.isWrite || $0.isFailed })
    // Two of three reads find a replica.
    let reads = away.filter { !$0.isWrite }
    let share = Double(reads.count { !$0.isFailed }) / Double(reads.count)
    #expect(abs(share - 2.0 / 3) < 0.03, "\(share)")
    #expect(lab.stores.groups[0].leader == 0)
    #expect(lab.stores.failovers.allSatisfy { $0.newPrimary == 0 })
    let gap = lab.gap(around: SimTime(seconds: 21)) ?? .zero
    #expect(gap > .seconds(299) && gap < .seconds(301), "\(gap.seconds) s")
  }

  @Test(
    "Each of them has its own data, and only those who arrive at it miss one that is away",
    arguments: [StoreEngine.redis, .postgresql])
  func independent(engine: StoreEngine) {
    var lab = Self.lab(engine, "independent")
    lab.writeEvery = nil
    var simulation = Simulation(seed: 8)
    lab.start(in: &simulation)
    let members = lab.stores.groups.map(\.members)
    #expect(members == [[0], [1], [2]])
    let before = Self.accepting(&lab, &simulation)
    lab.perform(.kill(1), in: &simulation)
    let during = Self.accepting(&lab, &simulation)
    lab.perform(.start(1), in: &simulation)
    let after = Self.accepting(&lab, &simulation)
    #expect(before == [true, true, true])
    #expect(during == [true, false, true])
    #expect(after == [true, true, true])
    let records = lab.stores.failovers
    #expect(records.allSatisfy { $0.oldPrimary == 1 && $0.newPrimary == 1 })
  }

  /// Which of three servers acknowledge a write that arrives there.
  private static func accepting(_ lab: inout StoreLab, _ simulation: inout Simulation) -> [Bool] {
    var accepted: [Bool] = []
    for member in 0..<3 {
      lab.write(to: member, in: &simulation)
      simulation.run(&lab, through: simulation.now + .milliseconds(500))
      accepted.append(lab.answers.last.map { !$0.isFailed } ?? false)
    }
    return accepted
  }

  @Test("A server with a new disk begins with nothing")
  func newDisk() {
    var lab = Self.lab(.redis, "independent")
    lab.script = [
      (SimTime(seconds: 20), .breakDisk(0, .lost)), (SimTime(seconds: 22), .start(0)),
    ]
    var simulation = Simulation(seed: 8)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 40))
    let lost = lab.stores.failovers.first?.lostWrites ?? 0
    #expect(lab.stores.groups[0].leader == 0)
    #expect(lost > 0)
  }
}
