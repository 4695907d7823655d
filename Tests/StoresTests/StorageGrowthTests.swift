import Manifests
import SimulationKernel
import Stores
import Testing

@Suite("Storage that grows")
struct StorageGrowthTests {
  private static func time(_ seconds: Double) -> SimTime { SimTime(seconds: seconds) }

  @Test("A log keeps what recovery, the rule and the copies need, and nothing more")
  func recycled() {
    var rule = RecycledLog.Rule()
    rule.keptSize = 100
    var random = EntityRandom(seed: 3, stream: "log")
    var log = RecycledLog()
    var written: Int64 = 0
    var removed: Int64 = 0
    for second in 1...3_000 {
      let bytes = Int64(random.below(1 << 20))
      log.wrote(bytes)
      written += bytes
      let held = second % 7 == 0 ? Int64(random.below(1 << 28)) : 0
      let before = log.bytes
      removed += log.recycle(rule, heldForCopies: held, now: Self.time(Double(second)))
      #expect(log.bytes == written - removed, "what is written is there or removed")
      #expect(log.bytes >= min(before, held))
    }
    // Half a mebibyte a second: two checkpoints of five minutes each.
    #expect(log.bytes < 2 * 300 << 20 && log.bytes > 100)
    #expect(
      log.recycle(rule, heldForCopies: .max, now: Self.time(9_000)) == 0,
      "nothing goes that a copy lacks")
  }

  @Test("A slot ends with its limit or its lifetime; without slots only wal_keep_size helps")
  func slots() {
    var rule = RecycledLog.Rule()
    rule.keptSize = 1 << 20
    #expect(rule.isHeld(lacking: .max, away: .minutes(600)))
    rule.slotLimit = 1 << 30
    #expect(rule.isHeld(lacking: 1 << 30, away: .minutes(600)))
    #expect(!rule.isHeld(lacking: 1 << 30 + 1, away: .zero))
    rule.slotLifetime = .minutes(30)
    #expect(rule.isHeld(lacking: 1 << 29, away: .minutes(30)))
    #expect(!rule.isHeld(lacking: 1 << 29, away: .minutes(31)))
    rule.hasSlots = false
    #expect(rule.isHeld(lacking: 1 << 20, away: .minutes(31)))
    #expect(!rule.isHeld(lacking: 1 << 21, away: .zero))
  }

  /// A database with little room whose third member's machine is off.
  private static func holdLog(
    isLimited: Bool, _ body: (borrowing StoreLab) -> Void
  ) {
    var settings = [("walKeepSize", StoreSettings.Value.number(0))]
    if isLimited { settings.append(("maxSlotWalKeepSize", .number(50_000))) }
    var setup = configured(.postgresql, members: 3, settings)
    setup.configuration.logRecycling?.greatestSize = 100_000
    setup.pod.diskBytes = 1 << 30
    setup.dataBytes = 1 << 30 - 2_300_000
    var lab = StoreLab(setup, seed: 4)
    lab.writeEvery = .milliseconds(20)
    lab.script = [(time(5), .crashNode(2))]
    var simulation = Simulation(seed: 4)
    lab.start(in: &simulation)
    simulation.run(&lab, through: time(60))
    body(lab)
  }

  @Test("The slot of a dead replica fills the primary's disk, and it stops")
  func deadReplica() {
    Self.holdLog(isLimited: false) { lab in
      let last = lab.answers.last { $0.isWrite && !$0.isFailed }
      #expect(last.map { $0.time > Self.time(6) && $0.time < Self.time(50) } ?? false)
      #expect(!lab.stores.members[0].isUp && !lab.stores.members[1].isUp)
    }
  }

  @Test("With a limit on what slots hold the primary goes on")
  func limitedSlot() {
    Self.holdLog(isLimited: true) { lab in
      let last = lab.answers.last { $0.isWrite && !$0.isFailed }
      #expect(last.map { $0.time > Self.time(59) } ?? false)
      #expect(lab.stores.logBytes(of: 0) < 200_000)
    }
  }

  @Test("Indices roll over by size and age, and are deleted after their time")
  func lifecycle() {
    var rule = IndexLifecycle.Rule()
    rule.rolloverBytes = 1_000
    rule.rolloverAge = .minutes(60)
    rule.deleteAfter = .minutes(120)
    rule.pollInterval = .minutes(10)
    var indices = IndexLifecycle(rule, bytes: 0, now: .zero, phase: .zero)
    var bytes: Int64 = 0
    var most: Int64 = 0
    for minute in 0..<2_000 {
      bytes += 10
      bytes -= indices.poll(rule, bytes: bytes, now: Self.time(Double(minute) * 60))
      most = max(most, bytes)
    }
    // An index an hour, each gone two hours after it rolled over: three or four of 600 bytes.
    #expect(most >= 1_800 && most <= 2_500, "\(most)")
    #expect(indices.indices.count <= 4)
    rule.rolloverAge = .minutes(100_000)
    var large = IndexLifecycle(rule, bytes: 5_500, now: .zero, phase: .zero)
    #expect(large.indices.count == 6, "what is there is in indices of the rollover's size")
    var left: Int64 = 5_500
    for minute in 0..<300 {
      left -= large.poll(rule, bytes: left, now: Self.time(Double(minute) * 60))
    }
    #expect(left == 500, "only the newest stays")
  }

  @Test("A stream's limits discard the oldest messages")
  func streamLimits() {
    #expect(Retention(streamAge: nil, bytes: nil) == nil)
    #expect(Retention(streamAge: .minutes(5), bytes: nil)?.age == .minutes(5))
    var setup = configured(.nats, members: 3, [("maxBytes", .number(64_000))])
    setup.pod.diskBytes = 1 << 20
    var lab = StoreLab(setup, seed: 9)
    lab.writeEvery = .milliseconds(10)
    var simulation = Simulation(seed: 9)
    lab.start(in: &simulation)
    simulation.run(&lab, through: Self.time(60))
    #expect(!lab.answers.contains { $0.time > Self.time(50) && $0.isFailed })
  }

  @Test("A limit in bytes deletes the oldest, and no more than a hundredth too much")
  func bytesKept() {
    let rule = Retention(age: .minutes(10_000), bytes: 100_000, checkInterval: .seconds(1))
    var log = RetainedLog(age: rule.age, limit: 100_000)
    for second in 0..<5_000 {
      log.add(bytes: 100, now: Self.time(Double(second)))
      _ = log.expire(rule, now: Self.time(Double(second)))
      #expect(log.bytes <= 100_000 && log.bytes >= min(Int64(second) * 100, 98_000))
    }
  }
}
