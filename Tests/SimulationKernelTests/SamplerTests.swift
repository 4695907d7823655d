import Glibc
import SimulationKernel
import TestSupport
import Testing

@Suite("Samplers")
struct SamplerTests {
  /// The expected value of a compiled law over all 64-bit words.
  ///
  /// The table is linear within 2^-18 of the words, and within 2^-26 in the last of these, so
  /// midpoints give its exact mean.
  private func exactMean(_ bank: borrowing SamplerBank, _ sampler: Sampler) -> Double {
    func sum(from start: UInt64, strata: UInt64, shift: UInt64) -> Double {
      (0..<strata).reduce(0) { sum, index in
        let middle = start &+ index << shift &+ 1 << (shift - 1)
        return sum + Double(bank.duration(sampler, middle).nanoseconds)
      }
    }
    let strata = UInt64(1) << 18
    let inner = sum(from: 0, strata: strata - 1, shift: 46)
    let last = sum(from: (strata - 1) << 46, strata: 256, shift: 38) / 256
    return (inner + last) / Double(strata) / 1e9
  }

  @Test("have exactly their law's mean, up to the nanosecond's rounding")
  func meansAreExact() throws {
    try withEvery("law", in: ReferenceLaw.continuous) { reference in
      var bank = SamplerBank()
      let sampler = bank.compile(reference.law)
      try #require(abs(reference.law.mean / reference.mean - 1) < 1e-12)
      try #require(abs(exactMean(bank, sampler) - reference.mean) < 2e-9 * (1 + reference.mean))
    }
  }

  @Test("have their law's quantiles: within 0.5 %, within 2 % beyond the 99.99th percentile")
  func quantilesFollowFormulas() throws {
    let probabilities = [1e-5, 1e-3, 1.0 / 64, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.9999, 1 - 1e-5]
    try withEvery("law", in: ReferenceLaw.continuous) { reference in
      var bank = SamplerBank()
      let sampler = bank.compile(reference.law)
      try withEvery("probability", in: probabilities) { probability in
        let drawn = bank.duration(sampler, UInt64(probability * 0x1p64)).seconds
        let expected = reference.quantile(probability)
        let share = probability > 0.9999 ? 0.02 : 0.005
        // Where a density is unbounded at zero, what counts is the distance on the mean's scale.
        try #require(abs(drawn - expected) < share * expected + 1e-7 * reference.mean)
      }
    }
  }

  @Test("pass the Kolmogorov–Smirnov test: of 100 seeds about one fails at the 1 % level")
  func drawsFollowLaws() throws {
    let limit = GoodnessOfFit.kolmogorovSmirnovLimit(level: 0.01)
    try withEvery("law", in: ReferenceLaw.continuous) { reference in
      var bank = SamplerBank()
      let sampler = bank.compile(reference.law)
      let statistics = samples(seeds: 100) { seed in
        var random = EntityRandom(seed: seed, stream: "\(reference)")
        let draws = (0..<2_000).map { _ in bank.duration(sampler, random.next()).seconds }
        return GoodnessOfFit.kolmogorovSmirnov(draws, against: reference.cumulative)
      }
      // More than five of a hundred happen by chance once in 2,000 laws.
      try #require(statistics.filter { $0 > limit }.count <= 5)
    }
  }

  @Test("of laws on points pass the chi-square test: of 40 seeds hardly one fails at the 1 % level")
  func pointsFollowWeights() throws {
    let weights = [5.0, 3, 1.5, 0.5]
    let ranks = (1...100).map { pow(Double($0), -1.1) }
    let laws: [(law: Distribution, weights: [Double])] = [
      (.discrete(zip(weights, 1...).map { .init(weight: $0, value: Double($1)) }), weights),
      (.zipf(count: 100, exponent: 1.1), ranks),
    ]
    try withEvery("law", in: laws) { law, weights in
      var bank = SamplerBank()
      let sampler = bank.compile(law)
      let shares = weights.map { $0 / weights.reduce(0, +) }
      let limit = GoodnessOfFit.chiSquareLimit(degrees: shares.count - 1, level: 0.01)
      let statistics = samples(seeds: 40) { seed in
        var random = EntityRandom(seed: seed, stream: "points")
        var counts = [Int](repeating: 0, count: shares.count)
        for _ in 0..<50_000 { counts[bank.count(sampler, random.next()) - 1] += 1 }
        return GoodnessOfFit.chiSquare(counts, shares: shares)
      }
      try #require(statistics.filter { $0 > limit }.count <= 3)
    }
  }

  @Test("of a normal law count negative draws as zero and keep the censored mean")
  func normalIsCensored() {
    var bank = SamplerBank()
    let law = Distribution.normal(mean: 0, deviation: 1)
    let sampler = bank.compile(law)
    let mean = 1 / (2 * Double.pi).squareRoot()
    #expect(abs(law.mean - mean) < 1e-12)
    #expect(abs(exactMean(bank, sampler) - mean) < 1e-8)
    #expect(bank.duration(sampler, UInt64(0.49 * 0x1p64)) == .zero)
    #expect(bank.duration(sampler, UInt64(0.51 * 0x1p64)) > .zero)
  }

  @Test("of a constant law always give its value")
  func constantsAreConstant() throws {
    var bank = SamplerBank()
    let sampler = bank.compile(.constant(0.25))
    let zero = bank.compile(.constant(0))
    #expect(zero.isZero && Sampler.zero.isZero && !sampler.isZero)
    try withEvery("word", in: [UInt64.min, 1, 1 << 63, UInt64.max]) { word in
      try #require(bank.duration(sampler, word) == .milliseconds(250))
      try #require(bank.duration(zero, word) == .zero)
    }
  }

  @Test("of laws that differ in scale draw the same multiples of their means")
  func scaleOnlyScales() throws {
    try withEverySeed(200) { seed in
      var random = EntityRandom(seed: seed, stream: "scale")
      let scale = Double(1 + random.below(1_000)) / 16
      let word = random.next()
      var bank = SamplerBank()
      let pairs: [(Distribution, Distribution)] = [
        (.exponential(mean: 1), .exponential(mean: scale)),
        (.uniform(low: 1, high: 3), .uniform(low: scale, high: 3 * scale)),
        (.gamma(shape: 2, scale: 1), .gamma(shape: 2, scale: scale)),
        (.lognormal(p50: 1, p99: 5), .lognormal(p50: scale, p99: 5 * scale)),
      ]
      try withEvery("laws", in: pairs) { one, other in
        let drawn = bank.duration(bank.compile(one), word).seconds
        let scaled = bank.duration(bank.compile(other), word).seconds
        try #require(abs(scaled - scale * drawn) < 1e-8 * (1 + scale) * (1 + drawn))
      }
    }
  }

  @Test("of a lognormal law given by two percentiles have them")
  func percentilesMakeLognormal() {
    var bank = SamplerBank()
    let sampler = bank.compile(.lognormal(p50: 0.1, p99: 0.7))
    let median = bank.duration(sampler, 1 << 63).seconds
    let tail = bank.duration(sampler, UInt64(0.99 * 0x1p64)).seconds
    #expect(abs(median / 0.1 - 1) < 0.002)
    #expect(abs(tail / 0.7 - 1) < 0.002)
  }

  @Test("refuse a law without a finite mean")
  func infiniteMeanStops() async {
    await #expect(processExitsWith: .failure) {
      var bank = SamplerBank()
      _ = bank.compile(.pareto(minimum: 1, shape: 1))
    }
  }
}
