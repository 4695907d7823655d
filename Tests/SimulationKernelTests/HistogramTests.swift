import SimulationKernel
import TestSupport
import Testing

@Suite("A histogram")
struct HistogramTests {
  /// Values of all magnitudes: each as likely to be small as to be large.
  private func values(seed: UInt64, count: Int) -> [UInt64] {
    var random = EntityRandom(seed: seed, stream: "values")
    let greatest = 4 + random.below(50)
    return (0..<count).map { _ in random.next() >> UInt64(64 - 1 - random.below(greatest)) }
  }

  private func histogram(_ values: some Sequence<UInt64>) -> Histogram {
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    return histogram
  }

  @Test("knows every quantile within a sixty-fourth of the value")
  func quantilesAreWithinABucket() throws {
    try withEverySeed(200) { seed in
      let sorted = values(seed: seed, count: 500).sorted()
      let histogram = histogram(sorted)
      try withEvery("rank", in: 1...sorted.count) { rank in
        let exact = Double(sorted[rank - 1])
        let found = histogram.quantile((Double(rank) - 0.5) / Double(sorted.count))
        try #require(abs(found - exact) <= max(1, exact / 64))
      }
    }
  }

  @Test("knows count, sum, mean and extremes exactly")
  func momentsAreExact() throws {
    try withEverySeed(100) { seed in
      let values = values(seed: seed, count: 300)
      let histogram = histogram(values)
      let sum = values.reduce(0, +)
      try #require(histogram.count == 300 && histogram.sum == sum)
      try #require(histogram.mean == Double(sum) / 300)
      try #require(histogram.minimum == values.min() && histogram.maximum == values.max())
      try #require(histogram.quantile(0) >= Double(histogram.minimum))
      try #require(histogram.quantile(1) == Double(histogram.maximum))
    }
  }

  @Test("merged with another is the histogram of all values")
  func mergeIsUnion() throws {
    try withEverySeed(50) { seed in
      let (one, other) = (values(seed: seed, count: 200), values(seed: ~seed, count: 100))
      var merged = histogram(one)
      merged.merge(histogram(other))
      try #require(merged == histogram(one + other))
      merged.merge(Histogram())
      var empty = Histogram()
      empty.merge(merged)
      try #require(merged == histogram(one + other) && empty == merged)
    }
  }

  @Test("stored and restored is itself")
  func storageKeepsAll() throws {
    try withEverySeed(50) { seed in
      let original = histogram(values(seed: seed, count: Int(seed)))
      let restored = Histogram(
        occupied: original.occupied, sum: original.sum, minimum: original.minimum,
        maximum: original.maximum)
      try #require(restored == original)
    }
  }

  @Test("less an earlier copy is the histogram of what came since, its extremes within a bucket")
  func removingLeavesTheRest() throws {
    try withEverySeed(50) { seed in
      let (earlier, later) = (values(seed: seed, count: 200), values(seed: ~seed, count: 100))
      let rest = histogram(earlier + later).removing(histogram(earlier))
      let alone = histogram(later)
      try #require(rest.occupied.map(\.bucket) == alone.occupied.map(\.bucket))
      try #require(rest.occupied.map(\.events) == alone.occupied.map(\.events))
      try #require(rest.count == alone.count && rest.sum == alone.sum)
      try #require(rest.minimum <= alone.minimum && rest.maximum >= alone.maximum)
      try #require(rest.byteCount == alone.byteCount)
    }
  }

  @Test("without values has mean and quantiles of zero")
  func emptyIsZero() {
    let empty = Histogram()
    #expect(empty.mean == 0 && empty.quantile(0.99) == 0 && empty.occupied.isEmpty)
  }

  @Test("in a bank is the histogram that was recorded alone")
  func bankAgreesWithHistogram() throws {
    try withEverySeed(20) { seed in
      var random = EntityRandom(seed: seed, stream: "bank")
      var bank = HistogramBank(count: 5)
      var alone = [Histogram](repeating: Histogram(), count: 5)
      func record(_ count: Int) {
        for _ in 0..<count {
          let index = random.below(5)
          let length = SimDuration(nanoseconds: Int64(random.next() >> 20)) - .seconds(60)
          bank.record(length, in: index)
          alone[index].record(length)
        }
      }
      record(500)
      try withEvery("index", in: 0..<5) { try #require(bank.snapshot($0) == alone[$0]) }
      bank.reset()
      alone = [Histogram](repeating: Histogram(), count: 5)
      try #require(bank.snapshot(2) == Histogram())
      record(500)
      try withEvery("index", in: 0..<5) { try #require(bank.snapshot($0) == alone[$0]) }
    }
  }

  @Test("of another bank stops the program")
  func strangeNumberStops() async {
    await #expect(processExitsWith: .failure) {
      var bank = HistogramBank(count: 2)
      bank.record(.seconds(1), in: 2)
    }
  }
}

@Suite("A time-weighted average")
struct TimeWeightedTests {
  @Test("is the sum of value times length over the length, from the last restart on")
  func averageIsIntegral() throws {
    try withEverySeed(100) { seed in
      var random = EntityRandom(seed: seed, stream: "steps")
      var now = SimTime(nanoseconds: Int64(random.below(1_000_000)))
      var weighted = TimeWeighted(at: now)
      var start = now
      var area = 0.0
      for _ in 0..<200 {
        let length = random.duration(below: .seconds(2))
        area += Double(weighted.value) * length.seconds
        now = now + length
        weighted.add(Int64(random.below(9)) - 4, at: now)
        if random.below(50) == 0 {
          weighted.restart(at: now)
          start = now
          area = 0
        }
      }
      guard now > start else { return }
      let expected = area / (now - start).seconds
      try #require(abs(weighted.average(through: now) - expected) < 1e-9 * (1 + abs(expected)))
    }
  }

  @Test("over no time is the present value")
  func instantIsValue() {
    var weighted = TimeWeighted(at: .zero)
    weighted.add(3, at: .zero)
    #expect(weighted.average(through: .zero) == 3)
  }
}
