import Manifests
import SimulationKernel
import Stores
import Testing

/// Redis with a Sentinel in each pod and no operator (`sentinel.c`, and Bitnami's start-node.sh).
@Suite("Sentinels without an operator")
struct LoneSentinelTests {
  private static func group(_ settings: [(String, StoreSettings.Value)] = []) -> StoreSetup {
    var options = EngineOptions(members: 3)
    options.isReplicated = true
    options.settings = StoreSettings(
      entries: ([("appendOnly", .flag(true))] + settings).map {
        StoreSettings.Entry(name: $0.0, value: $0.1, span: .unknown)
      })
    var setup = StoreSetup(
      name: "redis", configuration: EngineCatalog.configuration(of: .redis, options),
      memberCount: 3, pod: StorePod(disk: .networkSSD))
    setup.coordinatingMembers = 3
    return setup
  }

  private static func run(
    _ setup: StoreSetup, _ script: [(Double, StoreLab.Fault)], until end: Double
  ) -> StoreLab {
    var lab = StoreLab(setup, seed: 4)
    lab.writeEvery = .milliseconds(20)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab
  }

  /// What the operator's Sentinels need beyond their down-after of 5 s: at most a ping, a vote of
  /// up to a second's desynchronisation, a tick and an INFO.
  @Test(
    "A master that is gone is replaced after down-after-milliseconds: 30 s, or what is written",
    arguments: [
      ([], 30.0), ([("downAfter", StoreSettings.Value.duration(.seconds(60)))], 60),
      ([("downAfter", .duration(.seconds(2)))], 2),
    ])
  func patience(settings: [(String, StoreSettings.Value)], downAfter: Double) throws {
    for isSilent in [false, true] {
      let lab = Self.run(
        Self.group(settings), [(20, isSilent ? .crashNode(0) : .kill(0))], until: 100)
      let leader = try #require(lab.stores.groups[0].leader)
      let gap = try #require(lab.stores.failovers.first?.writeGap).seconds
      #expect(leader != 0 && gap > downAfter - 1 && gap < downAfter + 4, "\(gap)")
    }
  }

  @Test("Without a majority of the Sentinels nobody ever takes a lost master's place")
  func minority() {
    let lab = Self.run(Self.group(), [(20, .kill(2)), (31, .kill(0))], until: 600)
    #expect(lab.stores.groups[0].leader == nil)
    #expect(lab.stores.failovers.allSatisfy { $0.newPrimary == nil })
  }

  @Test("A quorum above the majority is needed too")
  func quorum() {
    let lab = Self.run(
      Self.group([("sentinelQuorum", .number(3))]), [(20, .kill(0))], until: 600)
    #expect(lab.stores.groups[0].leader == nil)
  }

  @Test("A master that starts again before down-after is over leads on")
  func restart() {
    let lab = Self.run(Self.group(), [(30, .kill(0)), (33, .start(0))], until: 120)
    #expect(lab.stores.groups[0].leader == 0)
    let gap = lab.gap(around: SimTime(seconds: 30)) ?? .infinity
    #expect(gap >= .seconds(3) && gap < .seconds(6), "\(gap.seconds)")
    // The append-only file has what was acknowledged.
    #expect(lab.stores.failovers.allSatisfy { $0.lostWrites == 0 })
    #expect(lab.stores.isSettled(1) && lab.stores.isSettled(2))
  }

  @Test("A former master that is back follows the new one")
  func comesBack() {
    let lab = Self.run(Self.group(), [(30, .kill(0)), (100, .start(0))], until: 200)
    let leader = lab.stores.groups[0].leader
    #expect(leader != nil && leader != 0 && lab.stores.isSettled(0))
  }

  @Test("A master that is told to end has a successor at once only where its hook asks for one")
  func hook() {
    for (asks, greatest) in [(true, 1.5), (false, 40)] {
      let lab = Self.run(
        Self.group([("failoverOnStop", .flag(asks))]), [(30, .shutDown(0))], until: 100)
      let gap = lab.stores.failovers.first?.writeGap?.seconds ?? .infinity
      #expect(gap < greatest && (asks || gap > 29), "\(asks): \(gap)")
    }
  }

  @Test("A least number of replicas whose lag may be zero is no rule")
  func noLag() {
    let least: [(String, StoreSettings.Value)] = [("minReplicasToWrite", .number(1))]
    let without = Self.group(least + [("minReplicasMaxLag", .duration(.zero))])
    #expect(Self.group(least).configuration.leastReplicas == 1)
    #expect(without.configuration.leastReplicas == 0)
  }
}
