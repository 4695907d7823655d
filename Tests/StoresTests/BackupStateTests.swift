import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Base backups and drills")
struct BackupStateTests {
  /// Moves a rule through time in steps of a second over a store of some bytes.
  private static func run(
    _ rule: StoreBackup, bytes: Int64 = 1_000, seconds: Int,
    room: (Int) -> Int64? = { _ in nil }, isThere: (Int) -> Bool = { _ in true }
  ) -> BackupState {
    var state = BackupState(rule, now: .zero)
    for second in 0..<seconds {
      _ = state.step(
        bytes: bytes, logBytes: 0, isSourceThere: isThere(second), room: room(second),
        interval: .seconds(1), now: SimTime(seconds: Double(second)))
    }
    return state
  }

  @Test("Schedules say when, to the second")
  func schedules() throws {
    var rule = StoreBackup()
    rule.schedules = [try #require(CronSchedule(parsing: "15,45 */2 * * * *", withSeconds: true))]
    rule.rate = 1_000
    let state = Self.run(rule, seconds: 361)
    let starts = state.runs.map { Int($0.startedAt.seconds) }
    #expect(starts == [15, 45, 135, 165, 255, 285])
    #expect(
      state.runs.allSatisfy { $0.outcome == .completed && $0.endedAt == $0.startedAt + .seconds(1) }
    )
    var silent = StoreBackup()
    silent.rate = 1_000
    #expect(Self.run(silent, seconds: 100).runs.isEmpty, "nobody says when")
  }

  @Test("A recovery window keeps the last backup before it, and all since")
  func window() {
    var rule = StoreBackup(every: .seconds(10))
    rule.isImmediate = true
    rule.rate = 10_000
    rule.keep = .max
    rule.retain = .seconds(35)
    var random = EntityRandom(seed: 1, stream: "window")
    for _ in 0..<20 {
      let end = 100 + random.below(200)
      let state = Self.run(rule, seconds: end)
      guard let last = state.bases.last else {
        Issue.record("no backup after \(end) s")
        continue
      }
      let start = last.usableFrom - .seconds(35)
      #expect(state.bases.first.map { $0.from <= start } ?? false)
      #expect(state.bases.count(where: { $0.from <= start }) == 1)
    }
  }

  @Test("What is written and deleted at the destination is what is kept there")
  func transfers() {
    var rule = StoreBackup(every: .seconds(7))
    rule.isImmediate = true
    rule.rate = 300
    rule.keep = 2
    var state = BackupState(rule, now: .zero)
    var held: Int64 = 0
    for second in 0..<200 {
      let moved = state.step(
        bytes: 1_000, logBytes: 0, isSourceThere: true, room: nil, interval: .seconds(1),
        now: SimTime(seconds: Double(second)))
      held += moved.written - moved.deleted
      if state.current == nil {
        #expect(held == state.bases.reduce(0) { $0 + $1.bytes })
      }
    }
    #expect(state.bases.count == 2)
  }

  @Test("A backup fails for want of room, of a source, or of its Job, and says why")
  func failures() {
    var rule = StoreBackup(every: .seconds(60))
    rule.isImmediate = true
    rule.rate = 100
    let full = Self.run(rule, seconds: 5, room: { _ in 500 })
    #expect(full.runs.map(\.outcome) == [.failed] && full.runs[0].reason.contains("no room"))
    let filled = Self.run(rule, seconds: 9, room: { $0 < 5 ? 2_000 : 10 })
    #expect(filled.runs.map(\.outcome) == [.failed] && filled.runs[0].reason.contains("full"))
    let gone = Self.run(rule, seconds: 9, isThere: { $0 < 4 })
    #expect(gone.runs.map(\.outcome) == [.failed])
    var asked = BackupState(StoreBackup(), now: .zero)
    asked.ask()
    _ = asked.step(
      bytes: 1 << 40, logBytes: 0, isSourceThere: true, room: nil, interval: .seconds(1), now: .zero
    )
    #expect(asked.current?.outcome == .running)
    asked.abandon("its Job's pod ended", now: SimTime(seconds: 3))
    #expect(asked.runs.map(\.reason) == ["its Job's pod ended"] && asked.current == nil)
  }

  @Test("A drill measures what a restore takes, and fails where there is nothing to bring back")
  func drills() {
    var rule = StoreBackup(every: .minutes(60))
    rule.drillEvery = .seconds(50)
    rule.restore.provision = .seconds(5)
    rule.restore.start = .seconds(10)
    func lab(_ rule: StoreBackup, _ body: (borrowing StoreLab) -> Void) {
      var setup = configured(.postgresql, members: 3, [])
      setup.pod.diskBytes = 10 << 30
      setup.dataBytes = 1 << 30
      setup.backup = rule
      var lab = StoreLab(setup, seed: 5)
      lab.writeEvery = .milliseconds(50)
      var simulation = Simulation(seed: 5)
      lab.start(in: &simulation)
      simulation.run(&lab, through: SimTime(seconds: 160))
      body(lab)
    }
    lab(rule) { lab in
      let drills = lab.stores.backupRuns(of: 0).filter { $0.kind == .drill }
      #expect(drills.count == 3 && drills.allSatisfy { $0.outcome == .failed })
      #expect(lab.stores.recoveryPointAge(of: 0, now: SimTime(seconds: 160)) == .seconds(160))
    }
    rule.isImmediate = true
    rule.rate = 100 << 20
    rule.archive = .seconds(5)
    rule.restore.rate = 100 << 20
    lab(rule) { lab in
      let drills = lab.stores.backupRuns(of: 0).filter { $0.kind == .drill }
      // The third began ten seconds ago.
      #expect(drills.map(\.outcome) == [.completed, .completed, .running])
      guard let chain = drills[1].chain, let age = drills[1].pointAge else { return }
      // A gibibyte at a hundred mebibytes a second.
      #expect(abs(chain.restore.seconds - 10.24) < 0.3 && chain.detect == rule.restore.detect)
      #expect(chain.total > chain.work && age <= .seconds(7))
      #expect(lab.stores.recoveryPointAge(of: 0, now: SimTime(seconds: 160)) <= .seconds(7))
    }
  }
}
