import Glibc
import SimulationKernel

/// Figures as models write them; reading a text back gives the same figure.
package enum FigureText {
  /// A length of time in the largest unit that divides it: `90s`, `1500us`.
  static func duration(_ length: SimDuration) -> String {
    let units: [(name: String, nanoseconds: Int64)] = [
      ("h", 3_600_000_000_000), ("m", 60_000_000_000), ("s", 1_000_000_000), ("ms", 1_000_000),
      ("us", 1_000),
    ]
    let count = length.nanoseconds
    for unit in units where count != 0 && count % unit.nanoseconds == 0 {
      return "\(count / unit.nanoseconds)\(unit.name)"
    }
    return "\(count)ns"
  }

  /// A size in the largest binary unit that divides it: `64Ki`.
  package static func size(_ bytes: Int64) -> String {
    for (name, shift) in [("Gi", 30), ("Mi", 20), ("Ki", 10)] as [(String, Int64)] {
      if bytes != 0, bytes % (1 << shift) == 0 { return "\(bytes >> shift)\(name)" }
    }
    return "\(bytes)"
  }

  /// A size in tenths of the largest binary unit that it reaches: `10.0 GiB`
  /// (pkg/kubelet/images formatSize).
  package static func roundedSize(_ bytes: Int64) -> String {
    for (name, shift) in [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)] as [(String, Int64)]
    where bytes >= 1 << shift {
      let tenths = Int64((Double(bytes) / Double(1 << shift) * 10).rounded(.toNearestOrEven))
      return "\(tenths / 10).\(tenths % 10) \(name)"
    }
    return "\(bytes) B"
  }

  /// A count as Kubernetes writes it (apimachinery resource.Quantity, DecimalSI).
  package static func count(_ number: Int64) -> String {
    let units: [(name: String, size: Int64)] = [
      ("G", 1_000_000_000), ("M", 1_000_000), ("k", 1_000),
    ]
    for unit in units where number != 0 && number % unit.size == 0 {
      return "\(number / unit.size)\(unit.name)"
    }
    return "\(number)"
  }

  /// A plain number, with all digits that matter.
  static func number(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  /// A law; times are given in whole nanoseconds.
  static func law(_ law: Distribution, _ unit: LawUnit) -> String {
    let own = { (value: Double) in Self.value(value, unit) }
    switch law {
    case .constant(let value): return own(value)
    case .exponential(let mean): return "exponential(mean: \(own(mean)))"
    case .uniform(let low, let high): return "uniform(\(own(low)), \(own(high)))"
    case .normal(let mean, let deviation):
      return "normal(mean: \(own(mean)), sd: \(own(deviation)))"
    case .lognormal(let median, let sigma): return lognormal(median, sigma, unit)
    case .gamma(let shape, let scale):
      return "gamma(shape: \(number(shape)), scale: \(own(scale)))"
    case .weibull(let shape, let scale):
      return "weibull(shape: \(number(shape)), scale: \(own(scale)))"
    case .pareto(let minimum, let shape):
      return "pareto(min: \(own(minimum)), alpha: \(number(shape)))"
    case .zipf(let count, let exponent): return "zipf(n: \(count), s: \(number(exponent)))"
    case .empirical(let values): return "empirical(\(values.map(own).joined(separator: ", ")))"
    case .mixture(let parts):
      let texts = parts.map { "\(number($0.weight)): \(Self.law($0.law, unit))" }
      return "mixture(\(texts.joined(separator: ", ")))"
    case .discrete(let values):
      let texts = values.map { "\(own($0.value)): \(number($0.weight))" }
      return "discrete(\(texts.joined(separator: ", ")))"
    }
  }

  /// Deviations from the mean below which 99 % of a normal law lies.
  private static let normalPoint = 2.326_347_874_040_841

  /// By the 99th percentile where a short one means the same law, else by sigma.
  private static func lognormal(_ median: Double, _ sigma: Double, _ unit: LawUnit) -> String {
    let law = Distribution.lognormal(median: median, sigma: sigma)
    let exact = median * exp(sigma * normalPoint)
    for digits in 1...6 {
      guard let short = rounded(exact, digits),
        Distribution.lognormal(p50: median, p99: short) == law
      else { continue }
      return "lognormal(p50: \(value(median, unit)), p99: \(value(short, unit)))"
    }
    return "lognormal(median: \(value(median, unit)), sigma: \(number(sigma)))"
  }

  private static func rounded(_ value: Double, _ digits: Int) -> Double? {
    guard value > 0, value.isFinite else { return nil }
    var scaled = value
    var exponent = 0
    while scaled >= 10 {
      scaled /= 10
      exponent += 1
    }
    while scaled < 1 {
      scaled *= 10
      exponent -= 1
    }
    for _ in 1..<digits { scaled *= 10 }
    return Double("\(Int64(scaled.rounded()))e\(exponent - digits + 1)")
  }

  private static func value(_ value: Double, _ unit: LawUnit) -> String {
    switch unit {
    case .time: duration(SimDuration(seconds: value))
    case .size: value == value.rounded() ? size(Int64(value)) : number(value)
    case .number: number(value)
    }
  }
}
