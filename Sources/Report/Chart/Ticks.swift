import Glibc

/// Marks on an axis at numbers that people like.
package enum Ticks {
  /// Multiples of 1, 2 or 5 times a power of ten from zero to at least `high`, about `count`, and
  /// no closer to each other than `leastStep`.
  package static func numbers(
    upTo high: Double, about count: Int = 6, leastStep: Double = 0
  ) -> [Double] {
    guard high > 0, high.isFinite else { return [0, 1] }
    let step = max(leastStep, niceStep(high / Double(count)))
    let steps = Int((high / step - 1e-9).rounded(.up))
    return (0...max(1, steps)).map { Double($0) * step }
  }

  /// Powers of ten around some positive values; with 2 and 5 between where they are few.
  static func powers(from low: Double, to high: Double) -> [Double] {
    let first = Int(log10(low).rounded(.down))
    let last = max(first + 1, Int(log10(high).rounded(.up)))
    let multiples: [Double] = last - first <= 2 ? [1, 2, 5] : [1]
    let all = (first...last).flatMap { power in multiples.map { $0 * pow(10, Double(power)) } }
    let start = all.lastIndex { $0 <= low } ?? 0
    let end = all.firstIndex { $0 >= high } ?? all.count - 1
    return Array(all[start...max(start + 1, end)].prefix(12))
  }

  /// Seconds of simulated time at whole seconds, minutes or hours.
  static func times(from start: Double, to end: Double, about count: Int = 8) -> [Double] {
    let steps: [Double] = [
      1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
      86_400,
    ]
    let span = max(1, end - start)
    let step = steps.first { span / $0 <= Double(count) } ?? niceStep(span / Double(count))
    let first = Int((start / step).rounded(.up))
    let last = Int((end / step + 1e-9).rounded(.down))
    return first <= last ? (first...last).map { Double($0) * step } : [start]
  }

  private static func niceStep(_ raw: Double) -> Double {
    let power = pow(10, log10(raw).rounded(.down))
    let nice = [1.0, 2, 5, 10].first { $0 * power >= raw * (1 - 1e-9) } ?? 10
    return nice * power
  }
}
