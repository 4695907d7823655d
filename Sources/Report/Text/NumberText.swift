import Foundation

/// Numbers as people read them.
package enum NumberText {
  /// A whole number with commas between thousands.
  package static func count(_ number: some BinaryInteger) -> String {
    let digits = String(number.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + text
  }

  /// Milliseconds with three significant digits in the unit that fits: `350µs`, `843ms`, `1.20s`.
  package static func milliseconds(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "never" : "–" }
    switch abs(value) {
    case 0: return "0ms"
    case ..<0.9995: return significant(value * 1_000) + "µs"
    case ..<999.5: return significant(value) + "ms"
    case ..<99_950: return significant(value / 1_000) + "s"
    default: return seconds(value / 1_000)
    }
  }

  /// Milliseconds at an axis: `200ms`, `1s`, `1.5s`.
  static func axisMilliseconds(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case ..<1: trimmed(value * 1_000, digits: 1) + "µs"
    case ..<1_000: trimmed(value, digits: 1) + "ms"
    default: trimmed(value / 1_000, digits: 2) + "s"
    }
  }

  /// Seconds as minutes and hours: `45s`, `15m20s`, `1h05m`.
  package static func seconds(_ value: Double) -> String {
    guard value.isFinite else { return "never" }
    if value < 60 { return trimmed(value, digits: value == value.rounded() ? 0 : 1) + "s" }
    guard value < 1e15 else { return trimmed(value / 3_600, digits: 0) + "h" }
    let whole = Int(value.rounded())
    let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
    if hours > 0 { return "\(hours)h" + (minutes > 0 ? padded(minutes) + "m" : "") }
    return "\(minutes)m" + (rest > 0 ? padded(rest) + "s" : "")
  }

  /// Cores: `25m`, `1.5`.
  package static func cores(_ value: Double) -> String {
    value < 0.9995 ? trimmed(value * 1_000, digits: value < 0.01 ? 1 : 0) + "m" : significant(value)
  }

  /// Bytes with three significant digits in the binary unit that fits: `512Mi`, `1.50Gi`.
  package static func bytes(_ value: Double) -> String {
    var (number, unit) = (value, "")
    for next in ["Ki", "Mi", "Gi", "Ti"] where number >= 999.5 {
      (number, unit) = (number / 1_024, next)
    }
    return significant(number) + unit
  }

  /// A share as a percentage: `0%`, `0.012%`, `1.52%`, `100%`.
  package static func share(_ value: Double) -> String {
    let percent = value * 100
    return (percent == 0 || percent >= 99.95 ? trimmed(percent, digits: 2) : significant(percent))
      + "%"
  }

  /// A number with three significant digits, and separators where it is great.
  package static func plain(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : "–" }
    if value == value.rounded(), abs(value) < 1e15 { return count(Int64(value)) }
    guard abs(value) < 1e15 else { return trimmed(value, digits: 0) }
    return abs(value) >= 1_000 ? count(Int64(value.rounded())) : significant(value)
  }

  /// How many numbers are guesses, and numbers of how many models that say so, as a sentence.
  static func guesses(_ number: Int, models: Int) -> String {
    let numbers = number == 1 ? "1 number is a guess" : "\(count(number)) numbers are guesses"
    let marked = models == 1 ? "those of 1 model" : "those of \(count(models)) models"
    switch (number, models) {
    case (0, 0): return "no number is a guess"
    case (_, 0): return numbers
    case (0, 1): return "the numbers of 1 model are guesses"
    case (0, _): return "the numbers of \(count(models)) models are guesses"
    default: return "\(numbers), and so are \(marked)"
    }
  }

  /// Three significant digits, without an exponent.
  private static func significant(_ value: Double) -> String {
    guard value.isFinite else { return value > 0 ? "∞" : "–" }
    // Nine decimals show nothing of a smaller one.
    guard abs(value) >= 1e-9 else { return "0" }
    // A value that rounds up to the next power of ten has that power's digits.
    let digits = 2 - Int(log10(abs(value)).rounded(.down))
    let rounded = (abs(value) * pow(10, Double(digits))).rounded() / pow(10, Double(digits))
    let magnitude = Int(log10(rounded).rounded(.down))
    return String(format: "%.\(min(9, max(0, 2 - magnitude)))f", value)
  }

  /// A fixed number of decimals without trailing zeros.
  static func trimmed(_ value: Double, digits: Int) -> String {
    var text = String(format: "%.\(digits)f", value)
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
