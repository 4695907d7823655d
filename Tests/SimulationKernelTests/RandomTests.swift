import SimulationKernel
import TestSupport
import Testing

@Suite("Counter-based draws")
struct CounterBasedDrawTests {
  /// Draws of a small world: so many requests, call positions, attempts and purposes.
  private func draws(requests: UInt64, positions: UInt64, attempts: UInt32, purposes: UInt32)
    -> [UInt64]
  {
    (0..<requests).flatMap { request in
      let root = RequestRandom(seed: 42, stream: "arrivals", request: request)
      return (0..<positions).flatMap { position in
        (0..<attempts).flatMap { attempt in
          (0..<purposes).map { root.call(position, attempt: attempt).bits($0) }
        }
      }
    }
  }

  @Test("stay as they are when a world gets more purposes, attempts, calls and requests")
  func growthShiftsNothing() {
    let small = draws(requests: 10, positions: 4, attempts: 2, purposes: 3)
    let large = draws(requests: 12, positions: 7, attempts: 3, purposes: 5)
    var common: [UInt64] = []
    for request in 0..<10 {
      for (position, attempt) in (0..<8).map({ ($0 / 2, $0 % 2) }) {
        let first = ((request * 7 + position) * 3 + attempt) * 5
        common += large[first..<first + 3]
      }
    }
    #expect(small == common)
  }

  @Test("differ wherever request, position, attempt or purpose differ")
  func draws64BitsAreDistinct() {
    let all = draws(requests: 60, positions: 20, attempts: 4, purposes: 12).sorted()
    #expect(zip(all, all.dropFirst()).allSatisfy { $0 != $1 })
  }

  @Test("are uniform along each of their coordinates")
  func coordinatesAreUniform() throws {
    let limit = GoodnessOfFit.kolmogorovSmirnovLimit(level: 0.01)
    let coordinates: [(String, (UInt64, UInt32) -> Double)] = [
      ("request", { RequestRandom(seed: $0, stream: "s", request: UInt64($1)).unit(3) }),
      ("purpose", { RequestRandom(seed: $0, stream: "s", request: 5).unit($1) }),
      (
        "position",
        { RequestRandom(seed: $0, stream: "s", request: 5).call(UInt64($1), attempt: 0).unit(1) }
      ),
      ("stream", { RequestRandom(seed: $0, stream: "stream-\($1)", request: 0).unit(0) }),
      ("seed", { RequestRandom(seed: $0 << 32 | UInt64($1), stream: "s", request: 0).unit(0) }),
    ]
    try withEvery("coordinate", in: coordinates) { _, draw in
      let statistics = samples(seeds: 100) { seed in
        let draws = (0..<1_000).map { draw(seed, $0) }
        return GoodnessOfFit.kolmogorovSmirnov(draws) { $0 }
      }
      try #require(statistics.filter { $0 > limit }.count <= 5)
    }
  }

  @Test("of neighbouring purposes and requests are independent")
  func neighboursAreIndependent() throws {
    let limit = GoodnessOfFit.chiSquareLimit(degrees: 255, level: 0.01)
    let cells = [Double](repeating: 1.0 / 256, count: 256)
    let rejected = samples(seeds: 40) { seed in
      var counts = [Int](repeating: 0, count: 256)
      for request in 0..<20_000 as Range<UInt64> {
        let one = RequestRandom(seed: seed, stream: "s", request: request)
        let next = RequestRandom(seed: seed, stream: "s", request: request + 1)
        counts[Int(one.unit(0) * 16) * 16 + Int(one.unit(1) * 16)] += 1
        counts[Int(one.unit(2) * 16) * 16 + Int(next.unit(2) * 16)] += 1
      }
      return GoodnessOfFit.chiSquare(counts, shares: cells)
    }.filter { $0 > limit }
    #expect(rejected.count <= 3)
  }

  @Test("happen with their probability")
  func probabilitiesHold() throws {
    try withEvery("probability", in: [0.0, 0.001, 0.25, 0.5, 0.999, 1.0]) { value in
      let probability = Probability(value)
      let shares = samples(seeds: 30) { seed in
        let hits = (0..<10_000 as Range<UInt64>).count {
          RequestRandom(seed: seed, stream: "p", request: $0).happens(probability, 9)
        }
        return Double(hits) / 10_000
      }
      try #require(ConfidenceInterval(of: shares, level: 0.999).contains(value))
    }
  }

  @Test("refuse a probability beyond one")
  func impossibleProbabilityStops() async {
    await #expect(processExitsWith: .failure) { _ = Probability(1.5) }
  }
}

@Suite("An entity's stream")
struct EntityRandomTests {
  @Test("is the same for the same name and another for another name or seed")
  func nameDecides() {
    func firstWords(_ seed: UInt64, _ stream: String) -> [UInt64] {
      var random = EntityRandom(seed: seed, stream: stream)
      return (0..<8).map { _ in random.next() }
    }
    #expect(firstWords(1, "a/b") == firstWords(1, "a/b"))
    #expect(firstWords(1, "a/b") != firstWords(1, "a/c"))
    #expect(firstWords(1, "a/b") != firstWords(2, "a/b"))
  }

  @Test("is uniform: numbers, choices and lengths of time")
  func drawsAreUniform() throws {
    let limit = GoodnessOfFit.kolmogorovSmirnovLimit(level: 0.01)
    let length = SimDuration.seconds(7)
    let draws: [(String, (inout EntityRandom) -> Double)] = [
      ("unit", { $0.unit() }), ("below", { Double($0.below(1 << 40)) * 0x1p-40 }),
      ("duration", { $0.duration(below: length).seconds / 7 }),
      ("between", { ($0.duration(from: length, to: length * 3).seconds - 7) / 14 }),
    ]
    try withEvery("draw", in: draws) { name, draw in
      let statistics = samples(seeds: 100) { seed in
        var random = EntityRandom(seed: seed, stream: name)
        let values = (0..<1_000).map { _ in draw(&random) }
        return GoodnessOfFit.kolmogorovSmirnov(values) { $0 }
      }
      try #require(statistics.filter { $0 > limit }.count <= 5)
    }
  }

  @Test("chooses every option as often as any other")
  func choicesAreFair() {
    let limit = GoodnessOfFit.chiSquareLimit(degrees: 6, level: 0.01)
    let rejected = samples(seeds: 40) { seed in
      var random = EntityRandom(seed: seed, stream: "choice")
      var counts = [Int](repeating: 0, count: 7)
      for _ in 0..<7_000 { counts[random.below(7)] += 1 }
      return GoodnessOfFit.chiSquare(counts, shares: [Double](repeating: 1.0 / 7, count: 7))
    }.filter { $0 > limit }
    #expect(rejected.count <= 3)
  }

  @Test("draws no length out of none")
  func emptyLengthIsZero() {
    var random = EntityRandom(seed: 1, stream: "zero")
    #expect(random.duration(below: .zero) == .zero)
    #expect(random.duration(from: .seconds(2), to: .seconds(2)) == .seconds(2))
  }
}
