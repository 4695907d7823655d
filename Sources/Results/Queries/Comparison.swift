/// How one quantity of a candidate differs from a base.
package struct ComparedQuantity: Sendable {
  /// What is compared: `http_req_duration p95`.
  package let metric: String
  /// Whose it is: a journey, a system.
  package let subject: String
  /// Unit of the values: `ms`, `share`, `s`.
  package let unit: String
  /// The two means, their difference and its interval.
  package let difference: PairedDifference
  /// Whether the candidate is worse by more than the tolerance, and not by chance alone.
  package let isRegression: Bool

  /// What can be said of it in a word or two.
  package var remark: String {
    if isRegression { return "regression" }
    if difference.difference == 0 { return "equal" }
    switch difference.isSignificant {
    case nil: return "single run"
    case false?: return "not significant"
    case true?: return difference.difference < 0 ? "better" : "within tolerance"
    }
  }
}

/// Compares two experiments quantity by quantity; in all of them less is better.
package struct ExperimentComparison: Sendable {
  /// The base experiment.
  package let base: ExperimentRecord
  /// The candidate.
  package let candidate: ExperimentRecord
  /// What was compared.
  package let quantities: [ComparedQuantity]
  /// What only one side has, in sentences: journeys and systems, and quantities of those that both
  /// have.
  package let unmatched: [String]

  /// Whether any quantity is a regression.
  package var isRegression: Bool { quantities.contains(where: \.isRegression) }

  /// Differences of a share below this part count as of this part: a rise from no errors at all to
  /// one in a million is no regression.
  private static let leastShare = 0.001

  /// Compares two experiments' quantities with a tolerance, a share of the base's value.
  init(
    base: ExperimentRecord, _ left: [RunQuantity], candidate: ExperimentRecord,
    _ right: [RunQuantity], tolerance: Double
  ) {
    self.base = base
    self.candidate = candidate
    var found: [ComparedQuantity] = []
    var missing: [String] = []
    for quantity in left + right.filter({ !$0.isIn(left) }) {
      guard let (own, other) = Self.sides(of: quantity, left, right) else {
        let lacking = quantity.isIn(left) ? right : left
        let isKnown = lacking.contains { $0.subject == quantity.subject }
        let what = quantity.subject + (isKnown ? " \(quantity.metric)" : "")
        let sentence = "\(what) is missing in the \(quantity.isIn(left) ? "candidate" : "base")"
        if !missing.contains(sentence) { missing.append(sentence) }
        continue
      }
      guard
        let difference = PairedDifference(base: own.values, candidate: other.values)
      else { continue }
      let floor = quantity.unit == RunQuantity.share ? Self.leastShare : 0
      let allowed = tolerance * max(abs(difference.base), floor)
      found.append(
        ComparedQuantity(
          metric: quantity.metric, subject: quantity.subject, unit: quantity.unit,
          difference: difference,
          isRegression: difference.difference > allowed && difference.isSignificant != false))
    }
    quantities = found
    unmatched = missing
  }

  /// What both sides say of a quantity; nil where one says nothing and that does not mean zero.
  private static func sides(
    of quantity: RunQuantity, _ left: [RunQuantity], _ right: [RunQuantity]
  ) -> (RunQuantity, RunQuantity)? {
    func find(_ side: [RunQuantity]) -> RunQuantity? {
      side.first { $0.isSame(as: quantity) } ?? (quantity.isZeroWhenAbsent ? quantity.zero : nil)
    }
    guard let own = find(left), let other = find(right) else { return nil }
    return (own, other)
  }
}

/// A quantity with one value a run.
struct RunQuantity {
  let metric: String
  let subject: String
  let unit: String
  var values: [(seed: UInt64, value: Double)]
  /// Whether nothing was stored because there was nothing: no failover, no lost writes.
  var isZeroWhenAbsent = false

  /// The same quantity with zero in every run.
  var zero: RunQuantity {
    var zero = self
    zero.values = values.map { ($0.seed, 0) }
    return zero
  }

  static let share = "share"

  func isSame(as other: RunQuantity) -> Bool {
    metric == other.metric && subject == other.subject
  }

  func isIn(_ quantities: [RunQuantity]) -> Bool { quantities.contains { $0.isSame(as: self) } }
}
