import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Redis under Sentinel")
struct RedisSentinelTests {
  /// A master with two replicas and three Sentinels, without an append-only file.
  private static func group() -> StoreSetup {
    var options = EngineOptions(members: 3)
    options.coordinators = 3
    options.isReplicated = true
    options.settings = StoreSettings(
      entries: [.init(name: "appendOnly", value: .flag(false), span: .unknown)])
    return StoreSetup(
      name: "redis", configuration: EngineCatalog.configuration(of: .redis, options),
      memberCount: 3, coordinatorCount: 3, disk: .networkSSD)
  }

  /// Thirty seconds of fifty writes a second, then a script; returns the laboratory after a minute.
  private static func run(_ script: [(Double, StoreLab.Fault)]) -> StoreLab {
    var lab = StoreLab(group(), seed: 4)
    lab.writeEvery = .milliseconds(20)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 60))
    return lab
  }

  @Test("A silent master is replaced after down-after and the Sentinels' election")
  func silent() {
    let result = EngineFailoverTests.run({ Self.group() }, trials: 40, watching: .seconds(15)) {
      .crashNode($0)
    }
    let mean = result.gaps.reduce(0, +) / Double(max(result.gaps.count, 1))
    // Five seconds since the last ping, which is half a second old, and 0.2 to 2 s.
    #expect(result.gaps.count == 40 && abs(mean / 5.6 - 1) < 0.06, "\(mean)")
  }

  @Test("A master that starts again at once is a replica, and empties nobody")
  func restart() {
    let lab = Self.run([(30, .kill(0)), (31, .start(0))])
    let (leader, isSettled) = (lab.stores.groups[0].leader, lab.stores.isSettled(0))
    #expect(leader != nil && leader != 0 && isSettled)
    // Its snapshot is minutes old: had it led on, all writes since would be lost.
    let lost = lab.stores.failovers.reduce(0) { $0 + $1.lostWrites }
    #expect(lost < 10, "\(lost)")
  }

  @Test("The only pod that is left leads again after its time, for nobody else can")
  func alone() {
    let lab = Self.run([
      (10, .kill(1)), (10, .kill(2)), (30, .kill(0)), (31, .start(0)),
    ])
    let leader = lab.stores.groups[0].leader
    #expect(leader == 0)
  }

  @Test("Without a majority of the Sentinels nobody takes a lost master's place")
  func minority() {
    let lab = Self.run([(20, .kill(3)), (20, .kill(4)), (30, .kill(0))])
    let leader = lab.stores.groups[0].leader
    #expect(leader == nil)
  }
}
