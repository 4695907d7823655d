import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Backups and restores")
struct BackupTests {
  private static func rule(
    capacity: Int64? = nil, archive: SimDuration? = .seconds(10), isRemote: Bool = true
  ) -> StoreBackup {
    var rule = StoreBackup(every: .minutes(60))
    rule.isImmediate = true
    rule.archive = archive
    rule.rate = 100 << 20
    rule.capacity = capacity
    rule.isRemote = isRemote
    rule.copyRate = 100 << 20
    rule.restore.detect = .seconds(10)
    rule.restore.decide = .seconds(20)
    rule.restore.rate = 100 << 20
    rule.restore.start = .seconds(5)
    rule.restore.reconnect = .seconds(1)
    return rule
  }

  /// What a restore passes, each in MiB a second: the throttle that is declared, the disk of the
  /// member that gets it, the line of that member's machine.
  struct Way: Sendable {
    var declared = 100.0
    var disk = 125.0
    var line = 1250.0

    /// How long some bytes take: the slowest holds all up.
    func seconds(for bytes: Double) -> Double { bytes / 1_048_576 / min(declared, disk, line) }
  }

  /// A database that loses its region after two minutes and gets other machines a minute later.
  private static func lose(
    _ rule: StoreBackup?, damage: DataDamage = .region, on way: Way = Way(),
    then script: [(time: SimTime, fault: StoreLab.Fault)] = [], slowness: Double = 1,
    _ body: (borrowing StoreLab) -> Void
  ) {
    var setup = setup(.postgresql, members: 3, isOperated: true)
    setup.pod.diskBytes = 10 << 30
    setup.dataBytes = 1 << 30
    setup.backup = rule
    setup.pod.disk.bytesPerSecond = way.disk * 1_048_576
    var lab = StoreLab(setup, seed: 5)
    lab.writeEvery = .milliseconds(50)
    lab.restoreSlowness = slowness
    lab.script = [(SimTime(seconds: 120), .damage(damage))]
    for member in 0..<3 {
      lab.stores.setMachine(of: member, to: member, line: way.line * 1_048_576)
      lab.script.append((SimTime(seconds: 180), .start(member)))
    }
    lab.script += script
    var simulation = Simulation(seed: 5)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 300))
    body(lab)
  }

  @Test(
    "A lost region's database is back after the steps of its chain, without what was not shipped")
  func region() {
    Self.lose(Self.rule()) { lab in
      let record = lab.stores.failovers.first { $0.chain != nil }
      #expect(record != nil)
      guard let record, let chain = record.chain else { return }
      // Twenty writes a second, shipped each ten seconds and uploaded.
      #expect(record.dataLossWindow > .zero && record.dataLossWindow <= .seconds(12))
      #expect(record.lostWrites > 0 && record.lostWrites <= 260)
      // A store looks after its restore ten times a second.
      #expect(abs(chain.restore.seconds - 10.24) < 0.3)
      #expect(chain.detect == .seconds(10) && chain.decide == .seconds(20))
      let recovered = record.readyAt.map { $0 - record.lostAt }
      #expect(recovered.map { abs(($0 - chain.total).seconds) < 3 } ?? false)
    }
  }

  @Test("A backup without room at its destination saves nothing")
  func noRoom() {
    Self.lose(Self.rule(capacity: 1 << 20)) { lab in
      let record = lab.stores.failovers.first { $0.chain != nil }
      let backup = lab.stores.stores[0].backup
      #expect(backup?.bases.isEmpty ?? false)
      #expect(backup?.runs.contains { $0.outcome == .failed } ?? false)
      #expect(record?.lostWrites ?? 0 > 2000)
      #expect(record?.dataLossWindow == .seconds(120))
    }
  }

  @Test("A backup that stays in the region is lost with it, and undoes a deletion")
  func localBackup() {
    Self.lose(Self.rule(isRemote: false)) { lab in
      let record = lab.stores.failovers.first { $0.chain != nil }
      #expect(record?.lostWrites ?? 0 > 2000)
    }
    Self.lose(Self.rule(isRemote: false), damage: .deletion) { lab in
      let record = lab.stores.failovers.first { $0.chain != nil }
      // Half a minute passes until the restore is ordered; what is written then is lost.
      #expect(record.map { $0.lostWrites > 500 && $0.lostWrites < 1000 } ?? false)
      #expect(record?.readyAt != nil)
    }
  }

  @Test(
    "A restore is as fast as the slowest of its throttle, the disk and the line of who gets it",
    arguments: [
      Way(), Way(disk: 40), Way(line: 30), Way(disk: 30, line: 60), Way(declared: 25),
      Way(declared: 300, disk: 200),
    ], [DataDamage.region, .deletion, .corruption])
  func slowest(way: Way, damage: DataDamage) {
    var rule = Self.rule()
    rule.restore.rate = Int64(way.declared * 1_048_576)
    Self.lose(rule, damage: damage, on: way) { lab in
      guard let record = lab.stores.failovers.first(where: { $0.chain != nil }),
        let chain = record.chain, let readyAt = record.readyAt
      else {
        Issue.record("nothing was brought back")
        return
      }
      let restore = way.seconds(for: Double(1 << 30))
      #expect(abs(chain.restore.seconds - restore) < 0.3)
      #expect(abs((readyAt - record.lostAt - chain.total).seconds) < 3)
    }
  }

  @Test("A restore whose process dies on the way begins again, and its chain tells of both")
  func again() {
    let script: [(time: SimTime, fault: StoreLab.Fault)] = (0..<3).flatMap { member in
      [
        (SimTime(seconds: 186), StoreLab.Fault.kill(member)),
        (SimTime(seconds: 190), .start(member)),
      ]
    }
    Self.lose(Self.rule(), then: script) { lab in
      let chain = lab.stores.failovers.first { $0.chain != nil }?.chain
      #expect(chain.map { abs($0.restore.seconds - 20.24) < 0.4 } ?? false)
    }
  }

  @Test("Cores that still work for a process that is gone do nothing for the one after it")
  func staleWork() {
    // A look's 10 MiB take the cores a second, and two are under way at a time: the data are there
    // after 103 looks, in pairs.
    let slowness = 40.0
    let script: [(time: SimTime, fault: StoreLab.Fault)] = (0..<3).flatMap { member in
      [
        (SimTime(seconds: 186), StoreLab.Fault.kill(member)),
        (SimTime(seconds: 186.3), .start(member)),
      ]
    }
    var lengths: [Double] = []
    for script in [[], script] {
      Self.lose(Self.rule(), then: script, slowness: slowness) { lab in
        let chain = lab.stores.failovers.first { $0.chain != nil }?.chain
        lengths.append(chain?.restore.seconds ?? 0)
      }
    }
    // What was done in the six seconds before is done again; work of before shortens nothing.
    let lost = lengths[1] - lengths[0]
    #expect(lengths[0] > 50 && lost >= 6 && lost < 6.8, "\(lengths)")
  }

  @Test("A restore takes what its bytes and rates make")
  func chain() {
    let chain = RestoreChain(
      baseBytes: 100, restoreRate: 10, logBytes: 60, fetchRate: 20, replayRate: 5,
      start: .seconds(3))
    #expect(chain.work == .seconds(10 + 12 + 3))
    #expect(chain.total == chain.work)
  }
}
