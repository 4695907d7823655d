import Foundation
import SimulationKernel
import TestSupport
import Testing

/// The tools that judge the others, judged.
@Suite("The oracles")
struct OracleTests {
  @Test("have Student's quantiles where they have a closed form")
  func studentQuantiles() throws {
    try withEvery("probability", in: [0.5, 0.75, 0.9, 0.975, 0.995]) { probability in
      let cauchy = tan(Double.pi * (probability - 0.5))
      let two = (2 * probability - 1) / (2 * probability * (1 - probability)).squareRoot()
      let many = GoodnessOfFit.normalScore(above: 1 - probability)
      try #require(abs(StudentT(degrees: 1).quantile(probability) - cauchy) < 1e-6 * (1 + cauchy))
      try #require(abs(StudentT(degrees: 2).quantile(probability) - two) < 1e-6 * (1 + two))
      try #require(abs(StudentT(degrees: 1e6).quantile(probability) - many) < 1e-5 * (1 + many))
    }
  }

  @Test("have chi-square limits within 1 % of the closed form of even degrees")
  func chiSquareLimits() throws {
    try withEvery("degrees", in: [4, 10, 100]) { degrees in
      try withEvery("level", in: [0.05, 0.01]) { level in
        let half = GoodnessOfFit.chiSquareLimit(degrees: degrees, level: level) / 2
        let terms = (0..<degrees / 2).map {
          exp(Double($0) * log(half) - half - lgamma(Double($0 + 1)))
        }
        try #require(abs(terms.reduce(0, +) / level - 1) < 0.05)
      }
    }
  }

  @Test("give intervals that contain the mean as often as they say")
  func intervalsCover() {
    let hits = samples(seeds: 2_000) { seed in
      var random = EntityRandom(seed: seed, stream: "coverage")
      let sums = (0..<10).map { _ in (0..<12).reduce(0) { sum, _ in sum + random.unit() } }
      return ConfidenceInterval(of: sums, level: 0.95).contains(6) ? 1 : 0
    }
    #expect(ConfidenceInterval(of: hits, level: 0.999).contains(0.95))
  }

  @Test("reject true laws as rarely as they say, and false ones")
  func levelsHold() {
    let limit = GoodnessOfFit.kolmogorovSmirnovLimit(level: 0.05)
    func rejections(of law: @escaping (Double) -> Double) -> [Double] {
      samples(seeds: 1_000) { seed in
        var random = EntityRandom(seed: seed, stream: "level")
        let draws = (0..<500).map { _ in random.unit() }
        return GoodnessOfFit.kolmogorovSmirnov(draws, against: law) > limit ? 1 : 0
      }
    }
    // The limit is asymptotic; with 500 draws the test rejects a little more rarely.
    let share = ConfidenceInterval(of: rejections { $0 }, level: 0.999)
    #expect(share.mean > 0.03 && share.mean - share.halfWidth < 0.05)
    #expect(rejections { $0 * $0 }.allSatisfy { $0 == 1 })
  }

  @Test("name the case that failed, from the outer loop to the inner one")
  func failuresNameTheirCase() {
    struct Refusal: Error {}
    var text = ""
    do {
      try withEverySeed(5) { seed in
        try withEvery("number", in: 0..<9) { if seed == 3, $0 == 7 { throw Refusal() } }
      }
    } catch { text = "\(error)" }
    #expect(text.contains("seed 3: number = 7: Refusal()") && text.contains("TEST_SEED=3"))
  }

  @Test("accept the text of a golden and show the first line that differs from it")
  func goldensAreCompared() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "goldens-\(getpid())")
    let goldens = folder.appending(path: "Goldens")
    try FileManager.default.createDirectory(at: goldens, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("one\ntwo\n".utf8).write(to: goldens.appending(path: "sample.txt"))
    let test = folder.appending(path: "Sample.swift").path()
    try expectGolden("one\ntwo\n", named: "sample.txt", filePath: test)
    try withKnownIssue("the second line differs") {
      try expectGolden("one\n2\n", named: "sample.txt", filePath: test)
    } matching: {
      $0.comments.contains { $0.rawValue.contains("sample.txt:2") }
    }
    withKnownIssue("there is no such golden") {
      try expectGolden("one\n", named: "missing.txt", filePath: test)
    }
  }
}
