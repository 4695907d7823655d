import Manifests
import SimulationKernel
import Stores
import Testing

/// PostgreSQL under repmgr (`repmgrd.c`, try_reconnect; `repmgrd-physical.c`, do_election), with
/// the timers of Bitnami's image: 3 attempts 5 s apart, and 5 s for a connection.
@Suite("PostgreSQL under repmgr")
struct RepmgrTests {
  private static let image: [(String, StoreSettings.Value)] = [
    ("arrangement", .word("repmgr")), ("reconnectAttempts", .number(3)),
    ("reconnectInterval", .duration(.seconds(5))), ("connectTimeout", .duration(.seconds(5))),
  ]

  private static func setup(
    members: Int = 3, _ settings: [(String, StoreSettings.Value)] = image
  ) -> StoreSetup {
    var options = EngineOptions(members: members)
    options.settings = StoreSettings(
      entries: settings.map { StoreSettings.Entry(name: $0.0, value: $0.1, span: .unknown) })
    return StoreSetup(
      name: "db", configuration: EngineCatalog.configuration(of: .postgresql, options),
      memberCount: members, pod: StorePod(disk: .networkSSD))
  }

  private static func run(
    _ setup: StoreSetup, seed: UInt64 = 3, _ script: [(Double, StoreLab.Fault)],
    until end: Double = 150
  ) -> StoreLab {
    var lab = StoreLab(setup, seed: seed)
    lab.writeEvery = .milliseconds(20)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab
  }

  /// A look fails within `monitor_interval_secs`, and the attempts are one less interval apart than
  /// there are; a mute machine costs the look and each attempt a connection's timeout.
  @Test(
    "A primary is replaced after the last attempt to reach it",
    arguments: [
      (image, false, 10.0, 12.0), (image, true, 30, 32),
      ([("arrangement", StoreSettings.Value.word("repmgr"))], false, 50, 52),
      (
        [
          ("arrangement", .word("repmgr")), ("reconnectAttempts", .number(1)),
          ("monitorInterval", .duration(.seconds(5))),
        ], false, 0, 5
      ),
    ])
  func replaced(
    settings: [(String, StoreSettings.Value)], isMute: Bool, earliest: Double, latest: Double
  ) throws {
    for seed in 0..<6 as Range<UInt64> {
      let lab = Self.run(
        Self.setup(settings), seed: seed, [(20.7, isMute ? .crashNode(0) : .kill(0))])
      let leader = try #require(lab.stores.groups[0].leader)
      let gap = try #require(lab.stores.failovers.first?.writeGap).seconds
      // The election and the promotion take 0.5 to 1.5 s; what is due is seen within a second.
      #expect(leader != 0 && gap > earliest && gap < latest + 2.6, "\(gap) s")
    }
  }

  @Test("A primary that is back before the last attempt stays the primary")
  func restarted() {
    let lab = Self.run(Self.setup(), [(20, .kill(0)), (26, .start(0))])
    #expect(lab.stores.groups[0].leader == 0 && lab.stores.isSettled(1))
  }

  @Test("One that starts after it was replaced clones the new primary, all of its data")
  func cloned() throws {
    var setup = Self.setup()
    setup.dataBytes = 4 << 30
    let lab = Self.run(setup, [(20, .kill(0)), (60, .start(0))], until: 66)
    let leader = try #require(lab.stores.groups[0].leader)
    #expect(leader != 0)
    // A start takes no time here, and 4 GiB take longer than the 6 s on any disk of the laws.
    let isSettled = lab.stores.isSettled(0)
    #expect(!isSettled)
    let later = Self.run(setup, [(20, .kill(0)), (60, .start(0))], until: 400)
    let isSettledLater = later.stores.isSettled(0)
    #expect(isSettledLater)
  }

  @Test("A standby that starts clones it too, and leads nobody before it has the data")
  func clonedStandby() {
    var setup = Self.setup(members: 2)
    setup.dataBytes = 4 << 30
    let lab = Self.run(
      setup, [(20, .kill(1)), (25, .start(1)), (28, .kill(0)), (100, .start(0))], until: 90)
    #expect(lab.stores.groups[0].leader == nil)
    let later = Self.run(
      setup, [(20, .kill(1)), (25, .start(1)), (28, .kill(0)), (100, .start(0))], until: 110)
    #expect(later.stores.groups[0].leader == 0)
    #expect(later.stores.failovers.allSatisfy { $0.lostWrites == 0 })
  }

  @Test("A standby that is back before anybody looked clones the primary all the same")
  func clonedAtOnce() {
    var setup = Self.setup()
    setup.dataBytes = 4 << 30
    let script: [(Double, StoreLab.Fault)] = [(20, .kill(1)), (20, .start(1))]
    let isSettled = Self.run(setup, script, until: 26).stores.isSettled(1)
    #expect(!isSettled)
    let later = Self.run(setup, script, until: 400)
    let isSettledLater = later.stores.isSettled(1)
    #expect(isSettledLater)
  }

  /// When a standby has all data again, of which it is without some from 25 s on.
  private static func filled(_ script: [(Double, StoreLab.Fault)]) -> Double? {
    var setup = Self.setup()
    setup.dataBytes = 8 << 30
    var lab = StoreLab(setup, seed: 3)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    for second in 50..<600 as Range<Int> {
      simulation.run(&lab, through: SimTime(seconds: Double(second)))
      if lab.stores.isSettled(1) { return Double(second) }
    }
    return nil
  }

  @Test(
    "A standby that starts while its copy is being made begins it anew, and makes it once",
    arguments: [0.0, 5])
  func clonedOnce(away: Double) throws {
    let start: [(Double, StoreLab.Fault)] = [(20, .kill(1)), (25, .start(1))]
    let length = try #require(Self.filled(start)) - 25
    let again = try #require(Self.filled(start + [(40, .kill(1)), (40 + away, .start(1))]))
    #expect(length > 30 && abs(again - (40 + away) - length) <= 3, "\(length) s, \(again) s")
  }

  @Test("More than half of the standbys must see each other, and one alone suffices itself")
  func visible() {
    let half = Self.run(Self.setup(), [(20, .kill(2)), (21, .kill(0))])
    #expect(half.stores.groups[0].leader == nil)
    let most = Self.run(Self.setup(members: 4), [(20, .kill(3)), (21, .kill(0))])
    #expect(most.stores.groups[0].leader != nil)
    let pair = Self.run(Self.setup(members: 2), [(20, .kill(0))])
    #expect(pair.stores.groups[0].leader == 1)
  }

  @Test("Nobody fences a primary that is cut off: what it goes on to take is lost")
  func split() throws {
    let lab = Self.run(Self.setup(), [(20, .isolate(0)), (80, .heal)])
    let failover = try #require(lab.stores.failovers.first)
    #expect(failover.newPrimary != 0 && failover.lostWrites > 0)
    #expect(lab.stores.groups[0].leader == failover.newPrimary && lab.stores.isSettled(0))
  }

  @Test("It depends on no store outside, and manual failover promotes nobody")
  func manual() {
    #expect(Self.setup().configuration.coordination == nil)
    let settings = Self.image + [("repmgrFailover", .word("manual"))]
    let lab = Self.run(Self.setup(settings), [(20, .kill(0))], until: 300)
    #expect(lab.stores.groups[0].leader == nil)
  }
}
