import SimulationKernel

/// The Application Performance Index (Apdex 1.1).
package enum Apdex {
  /// Response times up to which users are satisfied, in ns: 0.5 s, New Relic's default.
  private static var target: Double { 0.5e9 }

  /// The satisfied and half of the tolerating, as a share of all.
  package static func score(satisfied: Double, tolerating: Double, total: Double) -> Double {
    (satisfied + tolerating / 2) / total
  }

  /// The score of response times in ns; nil without values.
  ///
  /// Users are satisfied up to the target and tolerate up to four times as much.
  static func score(of times: Histogram) -> Double? {
    guard times.count > 0 else { return nil }
    let satisfied = times.share(upTo: target)
    let tolerating = times.share(upTo: 4 * target) - satisfied
    return score(satisfied: satisfied, tolerating: tolerating, total: 1)
  }
}
