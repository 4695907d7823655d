extension Quantity {
  /// Reads a quantity's text; nil where it breaks the grammar.
  package init?(parsing text: String) {
    guard let parts = QuantityGrammar(text), let suffix = parts.suffix else { return nil }
    self.init(nanos: parts.nanos(suffix))
  }
}

/// A quantity's text taken apart: sign, digits around the point, suffix.
///
/// Follows `parseQuantityString` and suffix.go of apimachinery pkg/api/resource, oddities included:
/// "." is zero, "1." and ".5" are numbers.
struct QuantityGrammar {
  /// What a suffix multiplies by.
  enum Suffix: Equatable {
    case decimal(exponent: Int)
    case binary(exponent: Int)
  }

  private var isNegative = false
  private var whole: ArraySlice<UInt8> = []
  private var fraction: ArraySlice<UInt8> = []
  private var suffixText = ""

  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard !rest.isEmpty else { return nil }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      isNegative = rest.first == UInt8(ascii: "-")
      rest = rest.dropFirst()
    }
    whole = Self.takeDigits(&rest)
    let hasPoint = rest.first == UInt8(ascii: ".")
    if hasPoint {
      rest = rest.dropFirst()
      fraction = Self.takeDigits(&rest)
    }
    if whole.isEmpty && !hasPoint && !rest.isEmpty { return nil }
    suffixText = String(decoding: rest, as: UTF8.self)
  }

  /// What the suffix means; nil where it is none of Kubernetes'.
  var suffix: Suffix? {
    let decimals = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"]
    if let index = decimals.firstIndex(of: suffixText) {
      return .decimal(exponent: (index - 3) * 3)
    }
    let binaries = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
    if let index = binaries.firstIndex(of: suffixText) {
      return .binary(exponent: (index + 1) * 10)
    }
    guard suffixText.first == "e" || suffixText.first == "E" else { return nil }
    return Int(suffixText.dropFirst()).map { .decimal(exponent: max(-999, min(999, $0))) }
  }

  /// The amount in billionths, rounded away from zero, saturating.
  func nanos(_ suffix: Suffix) -> Int128 {
    var exponent = 9
    var multiplier: Int128 = 1
    switch suffix {
    case .decimal(let power): exponent += power
    case .binary(let power): multiplier = 1 << Int128(power)
    }
    var magnitude = scaled(multiplier, exponent: exponent)
    if case .binary = suffix { magnitude = min(magnitude, Int128(Int64.max) * 1_000_000_000) }
    return isNegative ? -magnitude : magnitude
  }

  /// The digits times a multiplier and a power of ten, rounded up to a whole number.
  private func scaled(_ multiplier: Int128, exponent: Int) -> Int128 {
    let digits = (whole + fraction).map { Int128($0 - UInt8(ascii: "0")) }
    let point = whole.count + exponent
    var amount: Int128 = 0
    for position in 0..<max(0, min(point, 400)) {
      let digit = position < digits.count ? digits[position] * multiplier : 0
      let (product, overflowed) = amount.multipliedReportingOverflow(by: 10)
      let (sum, overflows) = product.addingReportingOverflow(digit)
      if overflowed || overflows { return Int128.max }
      amount = sum
    }
    let (sum, overflow) = amount.addingReportingOverflow(
      roundedTail(digits, from: point, times: multiplier))
    return overflow ? Int128.max : sum
  }

  /// What the digits from a position on add below the unit, times a multiplier, rounded up.
  private func roundedTail(_ digits: [Int128], from point: Int, times multiplier: Int128) -> Int128
  {
    // Divide from the last digit on, keeping only whether anything was left over.
    var carry: Int128 = 0
    var isExact = true
    for position in stride(from: digits.count - 1, through: max(0, point), by: -1) {
      let (quotient, remainder) = (carry + digits[position] * multiplier)
        .quotientAndRemainder(dividingBy: 10)
      carry = quotient
      isExact = isExact && remainder == 0
    }
    for _ in 0..<min(max(0, -point), 400) {
      let (quotient, remainder) = carry.quotientAndRemainder(dividingBy: 10)
      carry = quotient
      isExact = isExact && remainder == 0
    }
    return isExact ? carry : carry + 1
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }
    rest = rest.dropFirst(digits.count)
    return digits
  }

  /// What to write instead of a text that breaks the grammar.
  static func advice(for text: String) -> String {
    let fixes = [
      ("KB", "k"), ("MB", "M"), ("GB", "G"), ("TB", "T"), ("KiB", "Ki"), ("MiB", "Mi"),
      ("GiB", "Gi"), ("TiB", "Ti"), ("K", "k"), ("KI", "Ki"), ("MI", "Mi"), ("GI", "Gi"),
      ("mi", "Mi"), ("gi", "Gi"), ("ki", "Ki"), ("g", "G"), ("kb", "k"), ("mb", "M"), ("gb", "G"),
    ]
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    if !digits.isEmpty, let fix = fixes.first(where: { $0.0 == text.dropFirst(digits.count) }) {
      return "did you mean \"\(digits)\(fix.1)\"?"
    }
    return "write a number with one of n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei"
  }
}
