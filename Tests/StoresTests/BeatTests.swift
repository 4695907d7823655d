import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Beats of a store")
struct BeatTests {
  /// What clients and records see of a store whose members suffer.
  private struct Course: Equatable {
    var calls: [UInt32]
    var times: [SimTime]
    var failed: [UInt32]
    var failovers: [FailoverRecord]
    var quorums: [SimTime]
  }

  private static func course(
    of setup: StoreSetup, beside others: [StoreSetup] = [], seed: UInt64, isWatchful: Bool,
    _ script: [StoreLab.Fault]
  ) -> Course {
    var lab = StoreLab(setup, beside: others, seed: seed)
    lab.isWatchful = isWatchful
    lab.writeEvery = .milliseconds(10)
    lab.readShare = 3
    var random = EntityRandom(seed: seed, stream: "faults")
    var time = SimTime(seconds: 20)
    for fault in script {
      time = time + random.duration(below: .seconds(40))
      lab.script.append((time, fault))
    }
    var simulation = Simulation(seed: seed)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 300))
    return Course(
      calls: lab.answers.map(\.call), times: lab.answers.map(\.time),
      failed: lab.answers.filter(\.isFailed).map(\.call), failovers: lab.stores.failovers,
      quorums: lab.stores.quorums.map(\.lostAt))
  }

  static let scripts: [[StoreLab.Fault]] = [
    [.kill(0), .start(0), .crashNode(1), .start(1)],
    [.freeze(0), .thaw(0), .shutDown(1), .start(1)],
    [.isolate(0), .heal, .isolate(1), .heal],
    [.breakDisk(0, .stalled), .mendDisk(0, .stalled), .crashNode(0), .start(0)],
  ]

  /// The slow twin looks after its members at every beat.
  @Test(
    "A store that is whole and looks once a second fares as one that looks at every beat",
    arguments: StoreEngine.allCases, scripts.indices)
  func slowTwin(engine: StoreEngine, script: Int) {
    for seed in UInt64(1)...3 {
      let quick = Self.course(
        of: usual(engine), seed: seed, isWatchful: false, Self.scripts[script])
      let slow = Self.course(
        of: usual(engine), seed: seed, isWatchful: true, Self.scripts[script])
      #expect(quick.failovers == slow.failovers, "seed \(seed)")
      #expect(quick.failed == slow.failed, "seed \(seed)")
      #expect(quick == slow, "seed \(seed)")
    }
  }

  /// A database whose base backups and drills go to the store that is asked, and come from it.
  private static func backedUp() -> StoreSetup {
    var setup = setup(.postgresql, members: 3, isOperated: true)
    setup.dataBytes = 1 << 30
    setup.pod.diskBytes = 100 << 30
    var rule = StoreBackup(every: .seconds(45))
    rule.isImmediate = true
    rule.drillEvery = .seconds(100)
    rule.archive = .seconds(5)
    setup.backup = rule
    setup.backupHolder = 0
    return setup
  }

  @Test(
    "A store with another's backups on its disks is as busy as one that looks at every beat",
    arguments: [StoreEngine.minio, .etcd, .elasticsearch])
  func holder(engine: StoreEngine) {
    for seed in UInt64(1)...3 {
      func course(_ isWatchful: Bool) -> Course {
        var holder = usual(engine)
        holder.pod.diskBytes = 100 << 30
        return Self.course(
          of: holder, beside: [Self.backedUp()], seed: seed, isWatchful: isWatchful,
          [.kill(0), .start(0)])
      }
      let (quick, slow) = (course(false), course(true))
      #expect(quick.failovers == slow.failovers, "seed \(seed)")
      #expect(quick == slow, "seed \(seed)")
      // The backups are there, and hold the holder's disks up.
      var alone = usual(engine)
      alone.pod.diskBytes = 100 << 30
      let free = Self.course(of: alone, seed: seed, isWatchful: false, [.kill(0), .start(0)])
      #expect(free.times != quick.times)
    }
  }
}
