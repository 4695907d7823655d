package import Results

/// Thresholds as test cases in JUnit's XML, which every CI system reads.
///
/// One suite; a threshold that failed is a failure, one that is undecided or has no data skipped.
package struct JUnitDocument {
  private let result: ExperimentResult
  /// Whether `--undecided fail` makes undecided thresholds failures.
  private let undecidedFails: Bool

  /// Describes an experiment.
  package init(_ result: ExperimentResult, undecidedFails: Bool) {
    self.result = result
    self.undecidedFails = undecidedFails
  }

  /// The document.
  package var xml: String {
    let cases = result.thresholds.map(testCase)
    let failures = result.thresholds.count(where: isFailure)
    let skipped = result.thresholds.count(where: isSkipped)
    let name = HTML.escaped(printable(result.experiment.name))
    let seconds = NumberText.trimmed(result.runs.compactMap(\.wall).reduce(0, +), digits: 3)
    let started = HTML.escaped(result.experiment.startedAt)
    let counts =
      "tests=\"\(cases.count)\" failures=\"\(failures)\" errors=\"0\" skipped=\"\(skipped)\" "
      + "time=\"\(seconds)\""
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="vhsim" \(counts)>
        <testsuite name="\(name)" \(counts) timestamp="\(started)">
      \(cases.joined(separator: "\n"))
        </testsuite>
      </testsuites>

      """
  }

  private func isFailure(_ row: ThresholdRecord) -> Bool {
    row.verdict == Verdict.fail.rawValue
      || undecidedFails && row.verdict == Verdict.undecided.rawValue
  }

  private func isSkipped(_ row: ThresholdRecord) -> Bool {
    !isFailure(row) && row.verdict != Verdict.pass.rawValue
  }

  private func testCase(_ row: ThresholdRecord) -> String {
    let name = HTML.escaped(printable("\(row.metric) \(row.conditionText)"))
    let suite = HTML.escaped(printable(result.experiment.name))
    let start = "    <testcase classname=\"\(suite)\" name=\"\(name)\" time=\"0\""
    let said = HTML.escaped(
      "\(row.valueText)" + (row.remark.isEmpty ? "" : ", \(row.remark)"))
    if isFailure(row) {
      return start + "><failure message=\"\(said)\" type=\"\(row.verdict)\"/></testcase>"
    }
    return isSkipped(row)
      ? start + "><skipped message=\"\(row.verdict): \(said)\"/></testcase>" : start + "/>"
  }
}
