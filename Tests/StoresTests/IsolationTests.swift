import Manifests
import SimulationKernel
import Stores
import Testing

/// A primary under CloudNativePG that is cut off while its machine lives (instance_manager.md).
@Suite("An isolated primary under CloudNativePG")
struct IsolationTests {
  private static func lab(operatorVersion: String?) -> StoreLab {
    var options = EngineOptions(members: 3)
    options.isOperated = true
    options.operatorVersion = operatorVersion
    let setup = StoreSetup(
      name: "cnpg", configuration: EngineCatalog.configuration(of: .postgresql, options),
      memberCount: 3, pod: StorePod(disk: .networkSSD))
    var lab = StoreLab(setup, seed: 4)
    lab.writeEvery = .milliseconds(20)
    return lab
  }

  private static func run(
    _ lab: inout StoreLab, _ cut: (inout StoreLab, inout Simulation) -> Void
  ) {
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 20))
    cut(&lab, &simulation)
    simulation.run(&lab, through: SimTime(seconds: 320))
  }

  @Test(
    "It ends at its third failed liveness probe, and the operator promotes another",
    arguments: [nil, "1.27.0", "1.30.1"])
  func replaced(version: String?) throws {
    var lab = Self.lab(operatorVersion: version)
    Self.run(&lab) { $0.perform(.isolate(0), in: &$1) }
    let record = try #require(lab.stores.failovers.first)
    // 30 s, 0.5 to 1.5 s to decide and at most 2 s until the candidate tries for the lease.
    let ready = try #require(record.readyAt) - SimTime(seconds: 20)
    #expect(ready >= .milliseconds(30_500) && ready <= .milliseconds(33_800), "\(ready.seconds) s")
    #expect(record.newPrimary != 0)
    // What the isolated primary had acknowledged was nowhere else.
    #expect(record.lostWrites > 0)
  }

  @Test("Before 1.27 nobody checks for isolation: its pod stays ready, and it runs on")
  func older() {
    var lab = Self.lab(operatorVersion: "1.26.1")
    Self.run(&lab) { $0.perform(.isolate(0), in: &$1) }
    #expect(lab.stores.failovers.isEmpty)
    #expect(lab.stores.groups[0].leader == 0)
  }

  @Test("With its check disabled nobody ends it: its pod stays ready, and it runs on")
  func disabled() {
    var lab = StoreLab(
      configured(.postgresql, members: 3, [("isolationCheck", .flag(false))]), seed: 4)
    Self.run(&lab) { $0.perform(.isolate(0), in: &$1) }
    #expect(lab.stores.failovers.isEmpty)
    #expect(lab.stores.groups[0].leader == 0)
  }

  /// Failed probes that fill the time, or as many as are written, each a period after the other.
  @Test(
    "It lives as long as its liveness probe lets it",
    arguments: [
      ([("livenessProbeTimeout", StoreSettings.Value.duration(.seconds(45)))], 50.0),
      ([("livenessPeriod", .duration(.seconds(5))), ("livenessFailures", .number(4))], 20),
      ([("livenessPeriod", .duration(.seconds(20)))], 60),
    ])
  func paced(settings: [(String, StoreSettings.Value)], limit: Double) throws {
    var lab = StoreLab(configured(.postgresql, members: 3, settings), seed: 4)
    lab.writeEvery = .milliseconds(20)
    Self.run(&lab) { $0.perform(.isolate(0), in: &$1) }
    let record = try #require(lab.stores.failovers.first)
    let ready = (try #require(record.readyAt) - SimTime(seconds: 20)).seconds
    #expect(ready >= limit + 0.5 && ready <= limit + 3.8, "\(ready) s")
  }

  /// The instance manager reads its Cluster before it starts PostgreSQL, and tries that at once and
  /// after pauses of 1, 3, 9 and 27 s (`WaitKubernetesAPIServer`).
  @Test("One that starts without the API waits for it")
  func awaitsAPI() {
    var lab = Self.lab(operatorVersion: nil)
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 20))
    lab.perform(.isolate(0), in: &simulation)
    lab.perform(.kill(0), in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 22))
    lab.perform(.start(0), in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 30))
    let isUpAlone = lab.stores.members[0].isUp
    lab.perform(.heal, in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 34.9))
    let isUpEarly = lab.stores.members[0].isUp
    simulation.run(&lab, through: SimTime(seconds: 35.1))
    let (isUp, leader) = (lab.stores.members[0].isUp, lab.stores.groups[0].leader)
    #expect(!isUpAlone && !isUpEarly && isUp && leader == 0)
  }

  @Test("One that is cut off the other instances alone passes its check, and stays")
  func reachesAPI() {
    var lab = Self.lab(operatorVersion: nil)
    Self.run(&lab) { lab, _ in
      let alone = BitSet(below: 1)
      var others = BitSet(below: 3)
      others.remove(0)
      for member in 0..<3 { lab.stores.setReach(of: member, member == 0 ? alone : others) }
    }
    #expect(lab.stores.failovers.isEmpty)
    #expect(lab.stores.groups[0].leader == 0)
  }

  @Test("A machine that is cut off is replaced when the control plane has given it up")
  func machine() throws {
    var lab = Self.lab(operatorVersion: nil)
    Self.run(&lab) { lab, simulation in
      lab.perform(.isolate(0), in: &simulation)
      lab.stores.setSight(of: 0, isReady: true, seesAPI: false, isNodeHeard: false)
      simulation.run(&lab, through: SimTime(seconds: 65))
      #expect(lab.stores.groups[0].leader == nil)
      lab.stores.setSight(of: 0, isReady: false, seesAPI: false, isNodeHeard: false)
    }
    let record = try #require(lab.stores.failovers.first)
    let ready = try #require(record.readyAt) - SimTime(seconds: 65)
    #expect(ready >= .milliseconds(500) && ready <= .milliseconds(3800), "\(ready.seconds) s")
  }
}
