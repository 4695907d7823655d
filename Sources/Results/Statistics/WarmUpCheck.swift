/// How much of a steady-state run's beginning is still unlike the rest: the MSER-5 rule.
///
/// Observations are averaged in batches of five; the truncation point is the one that minimises the
/// standard error of what is left, sought in the first half of the run (White, Cobb and Spratt,
/// "A comparison of five steady-state truncation heuristics for simulation", WSC 2000).
package struct WarmUpCheck: Sendable {
  /// Number of observations at the beginning that should be left out.
  package let truncation: Int

  private static let batch = 5

  /// Looks for the truncation point of equally spaced observations; nil with fewer than 50.
  package init?(_ observations: [Double]) {
    let batches = observations.count / Self.batch
    guard batches >= 10 else { return nil }
    let means = (0..<batches).map { index in
      let first = index * Self.batch
      return observations[first..<first + Self.batch].reduce(0, +) / Double(Self.batch)
    }
    var best = (cut: 0, error: Double.infinity)
    var sum = 0.0
    var squares = 0.0
    for cut in stride(from: batches - 1, through: 0, by: -1) {
      sum += means[cut]
      squares += means[cut] * means[cut]
      guard cut <= batches / 2 else { continue }
      let count = Double(batches - cut)
      let error = max(0, squares - sum * sum / count) / (count * count)
      if error <= best.error { best = (cut, error) }
    }
    truncation = best.cut * Self.batch
  }
}
