import Glibc
import Results
import Testing

@Suite("Student's t")
struct StudentTTests {
  /// Two-sided 95 % and 99 % points from the NIST/SEMATECH e-Handbook, 1.3.6.7.2.
  static let table: [(freedom: Int, half: Double, whole: Double)] = [
    (1, 12.706, 63.657), (2, 4.303, 9.925), (3, 3.182, 5.841), (4, 2.776, 4.604),
    (5, 2.571, 4.032), (9, 2.262, 3.250), (29, 2.045, 2.756), (100, 1.984, 2.626),
  ]

  @Test("Quantiles agree with the printed table", arguments: table)
  func quantilesAgreeWithTable(row: (freedom: Int, half: Double, whole: Double)) {
    let law = StudentT(degreesOfFreedom: row.freedom)
    #expect(abs(law.quantile(0.975) - row.half) < 0.0006)
    #expect(abs(law.quantile(0.995) - row.whole) < 0.0006)
    #expect(abs(law.quantile(0.025) + law.quantile(0.975)) < 1e-9)
  }

  @Test("One degree of freedom is Cauchy's law, whose quantiles are tangents")
  func oneDegreeIsCauchy() {
    let law = StudentT(degreesOfFreedom: 1)
    for share in [0.6, 0.75, 0.9, 0.99] {
      #expect(abs(law.quantile(share) / tan(.pi * (share - 0.5)) - 1) < 1e-9)
    }
  }

  @Test("The interval of 1..5 is 3 ± 2.776 · √0.5")
  func intervalOfSmallSample() throws {
    let interval = try #require(ConfidenceInterval([1, 2, 3, 4, 5]))
    #expect(interval.mean == 3)
    #expect(abs(interval.halfWidth - 2.776 * 0.5.squareRoot()) < 0.001)
  }

  @Test("A single run has no interval")
  func singleRunHasNoInterval() { #expect(ConfidenceInterval([4]) == nil) }
}
