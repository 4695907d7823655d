package import SimulationKernel

/// The grammar of durations: Go's `time.ParseDuration`, with k6's days.
package enum DurationText {
  /// Reads `[-+]?([0-9]*(\.[0-9]*)?unit)+` or `0`; nil where the text is none or too long.
  ///
  /// Units are ns, us (µs), ms, s, m, h and d; a fraction below a nanosecond is cut off, as in Go.
  package static func parse(_ text: String) -> SimDuration? {
    var rest = Substring(text).utf8
    var sign: Int128 = 1
    if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      sign = first == UInt8(ascii: "-") ? -1 : 1
      rest = rest.dropFirst()
    }
    if rest.elementsEqual([UInt8(ascii: "0")]) { return .zero }
    guard !rest.isEmpty else { return nil }
    var total: Int128 = 0
    while !rest.isEmpty {
      guard let part = nextPart(&rest) else { return nil }
      total += part
      guard total <= Int128(Int64.max) else { return nil }
    }
    return SimDuration(nanoseconds: Int64(sign * total))
  }

  /// Writes a duration as Go's `time.Duration.String` does: 1h2m3.5s, 300ms, 0s.
  package static func write(_ length: SimDuration) -> String {
    let count = length.nanoseconds.magnitude
    let sign = length.nanoseconds < 0 ? "-" : ""
    switch count {
    case 0: return "0s"
    case ..<1_000: return "\(sign)\(count)ns"
    case ..<1_000_000: return sign + decimal(count, of: 1_000) + "µs"
    case ..<1_000_000_000: return sign + decimal(count, of: 1_000_000) + "ms"
    default: break
    }
    let minute: UInt64 = 60_000_000_000
    let (hours, minutes) = (count / (60 * minute), count / minute % 60)
    let whole = hours > 0 ? "\(hours)h\(minutes)m" : minutes > 0 ? "\(minutes)m" : ""
    return sign + whole + decimal(count % minute, of: 1_000_000_000) + "s"
  }

  /// A number of a unit's parts in that unit, without zeros at the end.
  private static func decimal(_ count: UInt64, of unit: UInt64) -> String {
    let rest = count % unit
    guard rest > 0 else { return "\(count / unit)" }
    var digits = String(String(unit + rest).dropFirst())
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(count / unit).\(digits)"
  }

  /// Whether the text is a bare number, so that only its unit is missing.
  package static func isNumber(_ text: String) -> Bool {
    switch PlainScalar(text) {
    case .integer, .float: true
    case .bool, .string: false
    }
  }

  /// Takes a number and its unit off the text; nanoseconds.
  private static func nextPart(_ rest: inout Substring.UTF8View) -> Int128? {
    let whole = takeDigits(&rest)
    var fraction: [UInt8] = []
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = takeDigits(&rest)
    }
    guard whole.count + fraction.count > 0, whole.count <= 20 else { return nil }
    guard let unit = takeUnit(&rest) else { return nil }
    let count = whole.reduce(Int128(0)) { $0 * 10 + Int128($1) }
    return count * unit + part(of: unit, fraction)
  }

  /// What digits behind the point mean of a unit, in Go's arithmetic (`time.leadingFraction`).
  private static func part(of unit: Int128, _ digits: [UInt8]) -> Int128 {
    var numerator: UInt64 = 0
    var scale = 1.0
    for digit in digits {
      guard numerator <= UInt64(Int64.max) / 10 else { break }
      numerator = numerator * 10 + UInt64(digit)
      scale *= 10
    }
    return Int128(Double(numerator) * (Double(unit) / scale))
  }

  private static func takeDigits(_ rest: inout Substring.UTF8View) -> [UInt8] {
    let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
    rest = rest[digits.endIndex...]
    return digits.map { $0 - 0x30 }
  }

  private static func takeUnit(_ rest: inout Substring.UTF8View) -> Int128? {
    let name = rest.prefix { $0 != UInt8(ascii: ".") && ($0 < 0x30 || $0 > 0x39) }
    rest = rest[name.endIndex...]
    switch String(Substring(name)) {
    case "ns": return 1
    case "us", "µs", "μs": return 1_000
    case "ms": return 1_000_000
    case "s": return 1_000_000_000
    case "m": return 60_000_000_000
    case "h": return 3_600_000_000_000
    case "d": return 86_400_000_000_000
    default: return nil
    }
  }
}
