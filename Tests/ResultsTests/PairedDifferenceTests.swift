import Results
import Testing

@Suite("Differences of experiments")
struct PairedDifferenceTests {
  @Test("Common seeds cancel what the pairs share, whatever order the runs are in")
  func commonSeedsCancel() throws {
    let base: [(seed: UInt64, value: Double)] = [(1, 10), (2, 20), (3, 30)]
    let candidate: [(seed: UInt64, value: Double)] = [(3, 32), (1, 11), (2, 22)]
    let difference = try #require(PairedDifference(base: base, candidate: candidate))
    // Differences 1, 2, 2: mean 5/3, standard error 1/3, t(0.975; 2) = 4.303.
    #expect(difference.pairs == 3)
    #expect(abs(difference.difference - 5.0 / 3) < 1e-12)
    #expect(abs(try #require(difference.halfWidth) - 4.303 / 3) < 0.001)
    #expect(difference.isSignificant == true)
  }

  @Test("Without common seeds the same values differ by less than their noise")
  func independentRunsAreNoisy() throws {
    let base: [(seed: UInt64, value: Double)] = [(1, 10), (2, 20), (3, 30)]
    let candidate: [(seed: UInt64, value: Double)] = [(4, 11), (5, 22), (6, 32)]
    let difference = try #require(PairedDifference(base: base, candidate: candidate))
    #expect(difference.pairs == 0)
    #expect(difference.isSignificant == false)
  }

  @Test("Welch's interval of equal variances is that of the pooled t test")
  func welchOfEqualVariances() throws {
    let base: [(seed: UInt64, value: Double)] = [(1, 1), (2, 2), (3, 3)]
    let candidate: [(seed: UInt64, value: Double)] = [(4, 5), (5, 6), (6, 7)]
    let difference = try #require(PairedDifference(base: base, candidate: candidate))
    // Standard error √(1/3 + 1/3), four degrees of freedom, t(0.975; 4) = 2.776.
    #expect(
      abs(try #require(difference.halfWidth) - 2.776 * (2.0 / 3).squareRoot()) < 0.001)
  }
}
