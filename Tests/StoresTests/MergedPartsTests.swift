import Manifests
import SimulationKernel
import Stores
import Testing

/// Parts of a table and their merges, ten of a size at a time.
@Suite("Merges of parts")
struct MergedPartsTests {
  @Test("Parts left are the inserts' decimal digits, and a byte moves twice for each tier passed")
  func odometer() {
    var parts = MergedParts()
    let size: Int64 = 1000
    var moved: Int64 = 0
    var due: Int64 = 0
    for insert in 1...12_345 {
      parts.insert(bytes: size)
      parts.beginMerges()
      while parts.pending > 0 {
        moved += parts.pending
        parts.merge(moving: parts.pending)
        parts.beginMerges()
      }
      // The insert that fills a tier moves all of it.
      var tier = 10
      while insert.isMultiple(of: tier) {
        due += 2 * Int64(tier) * size
        tier *= 10
      }
      let digits = String(insert).compactMap(\.wholeNumberValue).reduce(0, +)
      #expect(parts.active == digits, "after \(insert) inserts")
    }
    #expect(moved == due)
    #expect(parts.bytes == 12_345 * size)
  }

  @Test("Whatever is merged and interrupted, no byte is lost", arguments: 0..<40)
  func conservation(seed: Int) {
    var random = EntityRandom(seed: UInt64(seed), stream: "parts")
    var parts = MergedParts()
    var bytes: Int64 = 0
    var inserts = 0
    for _ in 0..<2000 {
      switch random.below(10) {
      case 0..<7:
        let size = Int64(random.below(100_000))
        parts.insert(bytes: size)
        bytes += size
        inserts += 1
      case 7: parts.beginMerges()
      case 8: parts.merge(moving: Int64(random.below(3_000_000)))
      default: parts.interrupt()
      }
      #expect(parts.bytes == bytes && parts.active <= inserts)
      #expect((inserts - parts.active).isMultiple(of: MergedParts.fanIn - 1))
      #expect(parts.pending <= 2 * bytes)
    }
  }

  /// Inserts of 512 bytes, ten a second, to two replicas whose disks move 100 KB a second: 10,000
  /// of them pass four tiers, so inserts and merges move half of that.
  @Test("Merges leave the disk to inserts, however much is stored")
  func steady() {
    var setup = setup(.clickhouse, members: 2, coordinators: 3)
    setup.configuration.insertQuorum = InsertQuorum(replicas: 2)
    setup.pod.disk = DiskSpec(
      operationsPerSecond: 100_000, bytesPerSecond: 100_000, flush: .constant(0.001))
    var lab = StoreLab(setup, seed: 3)
    lab.writeEvery = .milliseconds(100)
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: 1100))
    let late = lab.answeredWrites.filter { $0.askedAt > SimTime(seconds: 900) }
    #expect(late.count > 1900 && late.allSatisfy { !$0.isFailed })
    // An insert takes 5 ms, twice as long beside a merge; only the pages of half a minute, written
    // back at once, stand in its way for up to 3 s.
    let mean = late.reduce(0) { $0 + $1.took.seconds } / Double(late.count)
    #expect(mean < 0.5 && late.allSatisfy { $0.took < .seconds(4) }, "\(mean)")
  }

  /// So many that a table whose parts were never merged would refuse the last (`PartsPressure`).
  @Test("Parts of inserts that say no size are merged as others are")
  func sizeless() {
    let inserts = 2 * PartsPressure().refuseFrom
    var lab = StoreLab(setup(.clickhouse, members: 2, coordinators: 3), seed: 3)
    lab.bytes = 0
    lab.writeEvery = .milliseconds(10)
    var simulation = Simulation(seed: 3)
    lab.start(in: &simulation)
    simulation.run(&lab, through: SimTime(seconds: Double(inserts) / 100))
    let written = lab.answeredWrites
    #expect(written.count > inserts * 9 / 10)
    #expect(written.allSatisfy { !$0.isFailed && $0.took < .milliseconds(100) })
  }
}
