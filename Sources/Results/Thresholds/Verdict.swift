/// Whether a threshold holds.
package enum Verdict: String, Sendable, CaseIterable {
  case pass, fail
  /// With five runs or more, the 95 % interval across them contains the limit.
  case undecided
  /// Nothing to judge, and `noData: warn`.
  case noData = "no data"

  /// The verdict on several thresholds: the worst of theirs.
  package init(of verdicts: [Verdict]) {
    self =
      verdicts.contains(.fail)
      ? .fail
      : verdicts.contains(.undecided)
        ? .undecided : !verdicts.isEmpty && verdicts.allSatisfy { $0 == .noData } ? .noData : .pass
  }
}
