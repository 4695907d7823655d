import Glibc

/// Where values stand on the vertical axis of a chart.
struct ValueScale {
  /// Marked values, ascending; the first and the last are the axis' ends.
  let ticks: [Double]
  private let isLogarithmic: Bool

  /// The highest value over the lowest that a logarithmic axis shows; what is below stands on it.
  private static let mostRatio = 1e5

  /// An axis that has room for some values; logarithmic only over positive ones.
  ///
  /// - Parameter isWhole: whether only whole numbers are marked on an even axis.
  init(_ values: [Double], isLogarithmic: Bool, isWhole: Bool) {
    let positive = values.filter { $0 > 0 }
    guard isLogarithmic, let low = positive.min(), let high = positive.max() else {
      self.isLogarithmic = false
      ticks = Ticks.numbers(upTo: values.max() ?? 1, leastStep: isWhole ? 1 : 0)
      return
    }
    self.isLogarithmic = true
    ticks = Ticks.powers(from: max(low, high / Self.mostRatio), to: high)
  }

  /// A value's place between the ends, from 0 to 1.
  func share(of value: Double) -> Double {
    guard let low = ticks.first, let high = ticks.last, high > low else { return 0 }
    let share =
      isLogarithmic
      ? log(max(value, low) / low) / log(high / low) : (value - low) / (high - low)
    return min(1, max(0, share))
  }
}
