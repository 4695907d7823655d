import Manifests
import SimulationKernel
import Stores
import Testing

/// When the agent of Patroni's primary looks and what it does then (patroni `__main__.py`,
/// schedule_next_run; `ha.py`, run_cycle).
@Suite("The loops of Patroni's primary")
struct PatroniLoopTests {
  /// Three members of which the first is the primary, with a key in etcd or in Kubernetes.
  private static func lab(
    seed: UInt64, coordinators: Int, _ settings: [(String, StoreSettings.Value)] = [],
    _ script: [(Double, StoreLab.Fault)] = []
  ) -> StoreLab {
    var options = EngineOptions(members: 3)
    options.coordinators = coordinators
    options.settings = StoreSettings(
      entries: settings.map { .init(name: $0.0, value: $0.1, span: .unknown) })
    var setup = StoreSetup(
      name: "patroni", configuration: EngineCatalog.configuration(of: .postgresql, options),
      memberCount: 3, coordinatorCount: coordinators, pod: StorePod(disk: .networkSSD))
    setup.pod.diskBytes = 10 << 30
    setup.dataBytes = 1 << 30
    var lab = StoreLab(setup, seed: seed)
    lab.writeEvery = .milliseconds(10)
    lab.script = script.map { (SimTime(seconds: $0.0), $0.1) }
    return lab
  }

  /// The outages of the data of a group that lives through a script.
  private static func outages(
    seed: UInt64, coordinators: Int, _ settings: [(String, StoreSettings.Value)] = [],
    through end: Double, _ script: (Double, StoreLab.Fault)...
  ) -> [FailoverRecord] {
    var lab = Self.lab(seed: seed, coordinators: coordinators, settings, script)
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: end))
    return lab.stores.failovers.filter { $0.shard >= 0 }
  }

  private static func key(_ timers: PatroniTimers) -> LeaderKey {
    LeaderKey(
      timers: timers, isPolled: false, now: .zero, phase: .seconds(1), otherPhase: .zero)
  }

  private static let timers = PatroniTimers(
    ttl: .seconds(30), loopWait: .seconds(10), retryTimeout: .seconds(10))

  @Test("A loop that fell due while the process was frozen runs when it goes on; so do those after")
  func overdueLoop() {
    var key = Self.key(Self.timers)
    func run(_ isRunning: Bool, at seconds: Double) -> Bool {
      key.runHolder(
        isRunning: isRunning, seesStore: true, isFailsafe: false, position: 0,
        now: SimTime(seconds: seconds)
      ).isRenewed
    }
    #expect(run(true, at: 5), "its loop at 1 s")
    #expect(!run(false, at: 11.5))
    #expect(run(true, at: 14), "its loop of 11 s, late")
    #expect(!run(true, at: 20.9) && run(true, at: 21), "a loop_wait after that was due")
    #expect(!run(false, at: 60) && run(true, at: 75), "several are overdue")
    #expect(!run(true, at: 84.9) && run(true, at: 85), "a loop_wait after the last of them")
  }

  @Test("A loop that finds no store tries for retry_timeout, demotes, and the next begins at once")
  func triesOn() {
    var key = Self.key(Self.timers)
    var demotedAt: Double?
    var renewedAt: Double?
    for tick in 0..<400 {
      let time = Double(tick) / 10
      let loops = key.runHolder(
        isRunning: true, seesStore: time < 10 || time > 26.5, isFailsafe: false, position: 0,
        now: SimTime(seconds: time))
      if !loops.isKept { demotedAt = demotedAt ?? time }
      if loops.isRenewed, time > 10 { renewedAt = renewedAt ?? time }
    }
    // The loop of 11 s fails at 21 s, its successor tries each second from then on.
    #expect(demotedAt == 21 && renewedAt == 27)
  }

  @Test("A primary that goes on within the key's life leads again at once", arguments: [0, 3])
  func thaw(coordinators: Int) throws {
    for seed in 0..<10 as Range<UInt64> {
      let outages = Self.outages(
        seed: seed, coordinators: coordinators, through: 60, (30, .freeze(0)), (42, .thaw(0)))
      let record = try #require(outages.first)
      #expect(outages.count == 1 && record.newPrimary == 0 && record.lostWrites == 0)
      #expect(record.readyAt == SimTime(seconds: 42))
    }
  }

  @Test("A primary that goes on when another has the key does not lead", arguments: [0, 3])
  func lateThaw(coordinators: Int) {
    for seed in 0..<10 as Range<UInt64> {
      let outages = Self.outages(
        seed: seed, coordinators: coordinators, through: 120, (30, .freeze(0)), (90, .thaw(0)))
      #expect(outages.count == 1 && outages.allSatisfy { ($0.newPrimary ?? 0) != 0 })
    }
  }

  /// The lifetime of a key is over 20 to 30 s after the crash; a loop at a tick of its own could
  /// come after that.
  @Test("An agent that starts again keeps the key that is still its own", arguments: [0, 3])
  func restart(coordinators: Int) {
    for seed in 0..<20 as Range<UInt64> {
      let outages = Self.outages(
        seed: seed, coordinators: coordinators, through: 90, (30, .kill(0)), (49.5, .start(0)))
      #expect(outages.map(\.newPrimary) == [0], "seed \(seed)")
    }
  }

  /// Without the API for longer than the key lives: whoever sees it again first races, and half a
  /// second later leads.
  @Test("With the API, the key that ran out is taken after a race")
  func apiReturns() throws {
    for seed in 0..<10 as Range<UInt64> {
      var lab = Self.lab(seed: seed, coordinators: 0)
      var simulation = Simulation(seed: seed)
      lab.start(in: &simulation)
      for (time, seesAPI) in [(40.0, false), (100, true)] {
        simulation.run(&lab, through: SimTime(seconds: time))
        for member in 0..<3 { lab.stores.setSight(of: member, isReady: true, seesAPI: seesAPI) }
      }
      simulation.run(&lab, through: SimTime(seconds: 120))
      let record = try #require(lab.stores.failovers.first)
      let ready = (try #require(record.readyAt) - SimTime(seconds: 100)).seconds
      #expect(ready >= 0.4 && ready <= 0.8, "\(ready) s")
      #expect(record.lostWrites == 0)
    }
  }

  /// A start that failed releases the key (post_recover).
  ///
  /// The loop that finds the database down comes within 10 s, a failed start takes 1 to 2 s, a
  /// promotion 0.4 to 0.6 s.
  @Test("A primary whose disk is full gives the key up when its database can not start")
  func fullDisk() throws {
    for seed in 0..<20 as Range<UInt64> {
      for coordinators in [0, 3] {
        let outages = Self.outages(
          seed: seed, coordinators: coordinators, through: 60, (30, .breakDisk(0, .full)))
        let record = try #require(outages.first)
        let gap = (record.writeGap ?? .infinity).seconds
        #expect(outages.count == 1 && record.newPrimary != 0)
        #expect(gap >= 1.4 && gap <= 12.8, "\(gap) s")
      }
    }
  }

  @Test("With primary_start_timeout 0 it gives the key up in the loop that finds that")
  func fullDiskAtOnce() throws {
    for seed in 0..<10 as Range<UInt64> {
      let outages = Self.outages(
        seed: seed, coordinators: 3, [("primaryStartTimeout", .duration(.zero))], through: 60,
        (30, .breakDisk(0, .full)))
      let record = try #require(outages.first)
      #expect(record.newPrimary != 0 && (record.writeGap ?? .infinity) <= .milliseconds(10_800))
    }
  }

  @Test("The agent starts the database in a loop once there is room, as a standby")
  func room() {
    var lab = Self.lab(
      seed: 3, coordinators: 3, [], [(30, .breakDisk(0, .full)), (80, .mendDisk(0, .full))])
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 79))
    let wasUp = lab.stores.members[0].isUp
    simulation.run(&lab, through: SimTime(seconds: 91))
    let (isUp, leader) = (lab.stores.members[0].isUp, lab.stores.groups[0].leader)
    #expect(!wasUp && isUp && leader != nil && leader != 0)
  }

  /// Ha.shutdown: the database shuts down, which takes 5 s here, and only then the key is deleted.
  @Test("An orderly stop refuses writes until another is promoted, and loses none")
  func orderlyStop() throws {
    for seed in 0..<10 as Range<UInt64> {
      for coordinators in [0, 3] {
        let outages = Self.outages(
          seed: seed, coordinators: coordinators, through: 60, (30, .shutDown(0)))
        let record = try #require(outages.first)
        let gap = (record.writeGap ?? .infinity).seconds
        #expect(outages.count == 1 && record.newPrimary != 0 && record.lostWrites == 0)
        #expect(record.lostAt == SimTime(seconds: 30) && record.refusedWrites > 0)
        #expect(gap >= 5.4 && gap <= 5.8, "\(gap) s")
      }
    }
  }
}
