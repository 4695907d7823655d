package import SimulationKernel

/// Lets a pod stay on, or come to, nodes with a taint.
package struct PodToleration: Hashable, Sendable {
  /// How a toleration compares its value.
  package enum Comparison: String, Hashable, Sendable, CaseIterable {
    /// The taint has the key and value.
    case equal = "Equal"
    /// The taint has the key; without a key, every taint.
    case exists = "Exists"
    /// The taint's integer value is less (from 1.35, behind a gate).
    case less = "Lt"
    /// The taint's integer value is greater (from 1.35, behind a gate).
    case greater = "Gt"
  }

  /// Taint key; empty with `exists` for every taint.
  package var key: String
  /// Comparison.
  package var comparison: Comparison
  /// Value compared with.
  package var value: String
  /// Effect tolerated; nil for every effect.
  package var effect: NodeTaint.Effect?
  /// How long a NoExecute taint is endured; nil for ever.
  package var seconds: SimDuration?

  /// Makes a toleration.
  package init(
    key: String = "", comparison: Comparison = .equal, value: String = "",
    effect: NodeTaint.Effect? = nil, seconds: SimDuration? = nil
  ) {
    self.key = key
    self.comparison = comparison
    self.value = value
    self.effect = effect
    self.seconds = seconds
  }

  /// Whether the toleration tolerates a taint (core/v1 Toleration.ToleratesTaint).
  package func tolerates(_ taint: NodeTaint, comparesNumbers: Bool) -> Bool {
    if let effect, effect != taint.effect { return false }
    if !key.isEmpty, key != taint.key { return false }
    switch comparison {
    case .exists: return true
    case .equal: return !key.isEmpty && value == taint.value
    case .less, .greater:
      guard comparesNumbers, !key.isEmpty, let own = PodToleration.integer(value),
        let other = PodToleration.integer(taint.value)
      else { return false }
      return comparison == .less ? other < own : other > own
    }
  }

  /// Joins the tolerations of a pod with further ones; of two of which one covers the other, that
  /// one stays (pkg/util/tolerations MergeTolerations).
  static func merged(
    _ first: [PodToleration], _ second: [PodToleration]
  ) -> [PodToleration] {
    let all = first + second
    var kept: [PodToleration] = []
    for (index, one) in all.enumerated() {
      let later = all[(index + 1)...]
      let isCovered =
        kept.contains { $0.covers(one) } || later.contains { $0 != one && $0.covers(one) }
      if !isCovered { kept.append(one) }
    }
    return kept
  }

  /// Whether it tolerates all that another one does, as long (pkg/util/tolerations isSuperset).
  private func covers(_ other: PodToleration) -> Bool {
    guard self != other else { return true }
    guard key == other.key || key.isEmpty && comparison == .exists,
      effect == nil || effect == other.effect
    else { return false }
    if effect == .noExecute, let seconds {
      guard let theirs = other.seconds, theirs <= seconds else { return false }
    }
    switch comparison {
    case .exists: return true
    case .equal: return other.comparison == .equal && value == other.value
    case .less, .greater: return false
    }
  }

  /// A canonical decimal integer: no sign plus, no leading zeros.
  private static func integer(_ text: String) -> Int64? {
    guard let value = Int64(text), String(value) == text else { return nil }
    return value
  }
}
