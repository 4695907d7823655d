import Results
import TestSupport
import Testing

@Suite("Conformance: Apdex")
struct ApdexConformanceTests {
  @Test(
    "The satisfied and half of the tolerating, as a share of all",
    arguments: RowCases.rows(of: "apdex", in: "mesh_voice_ux"))
  func score(_ row: [String: Double]) {
    let (satisfied, tolerating) = (row["sat"] ?? .nan, row["tol"] ?? .nan)
    let score = Apdex.score(
      satisfied: satisfied, tolerating: tolerating,
      total: satisfied + tolerating + (row["fru"] ?? .nan))
    #expect(abs(score - (row["apdex"] ?? .nan)) < 0.0006)
  }
}
