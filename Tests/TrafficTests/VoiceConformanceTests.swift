import Manifests
import TestSupport
import Testing
import Traffic

@Suite("Conformance: voice quality by the E-model")
struct VoiceConformanceTests {
  static let file = "mesh_voice_ux"

  /// Rounded numbers of a case file agree to the last digit given.
  private func expect(_ value: Double, _ given: Double?, within tolerance: Double) {
    #expect(
      abs(value - (given ?? .nan)) <= tolerance, "\(value), given \(String(describing: given))")
  }

  @Test("Every table of the case file is tested, here or with the thresholds")
  func complete() {
    let tested = ["mos-of-R", "simplified", "g107-Idd", "burst"]
    let elsewhere = ["apdex"]
    let found = RowCases.all(in: Self.file).map(\.id)
    let missing = Set(found).subtracting(tested + elsewhere).sorted()
    #expect(missing.isEmpty, "no test reads \(missing)")
  }

  @Test("A rating's mean opinion score", arguments: RowCases.rows(of: "mos-of-R", in: file))
  func score(_ row: [String: Double]) {
    expect(EModel.score(rating: row["R"] ?? .nan), row["MOS"], within: 0.0006)
  }

  @Test(
    "Delay and loss, with the straight lines for delay",
    arguments: RowCases.rows(of: "simplified", in: file))
  func simplified(_ row: [String: Double]) {
    let rating = EModel.rating(
      delay: EModel.delayImpairment(milliseconds: row["one_way_ms"] ?? .nan, .simplified),
      loss: EModel.lossImpairment(
        impairment: row["Ie"] ?? .nan, robustness: row["Bpl"] ?? .nan,
        lossPercent: row["loss_pct"] ?? .nan, burstRatio: 1))
    expect(rating, row["R"], within: 0.0051)
    expect(EModel.score(rating: rating), row["MOS"], within: 0.0006)
  }

  @Test("Delay by the standard's formula", arguments: RowCases.rows(of: "g107-Idd", in: file))
  func delay(_ row: [String: Double]) {
    let impairment = EModel.delayImpairment(milliseconds: row["ta_ms"] ?? .nan, .g107)
    expect(impairment, row["Idd"], within: 0.0006)
  }

  @Test("Bursts make loss worse", arguments: RowCases.rows(of: "burst", in: file))
  func burst(_ row: [String: Double]) {
    let impairment = EModel.lossImpairment(
      impairment: row["Ie"] ?? .nan, robustness: row["Bpl"] ?? .nan,
      lossPercent: row["loss"] ?? .nan, burstRatio: row["burst_ratio"] ?? .nan)
    expect(impairment, row["Ie_eff"], within: 0.0006)
  }
}
