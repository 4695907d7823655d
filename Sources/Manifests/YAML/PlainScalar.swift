/// The type of an unquoted scalar, as Kubernetes' YAML reader resolves it.
///
/// Kubernetes reads YAML 1.1 (sigs.k8s.io/yaml, goyaml.v2/resolve.go): `yes`, `on` and `y` are
/// booleans, `0644` is octal, `1_000` and `0x10` are integers, dates stay text.
package enum PlainScalar: Sendable, Equatable {
  case bool(Bool)
  case integer(Int128)
  case float(Double)
  case string

  /// Resolves an unquoted scalar's text; null is decided before.
  package init(_ text: String) {
    guard let first = text.utf8.first else {
      self = .string
      return
    }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      self = Self.number(text)
    default: self = Self.boolean(text).map { .bool($0) } ?? .string
    }
  }

  /// Whether the scalar is text.
  package var isString: Bool { self == .string }

  /// Whether an unquoted scalar's text is null.
  static func isNull(_ text: String) -> Bool {
    switch text {
    case "", "~", "null", "Null", "NULL": true
    default: false
    }
  }

  private static func boolean(_ text: String) -> Bool? {
    switch text {
    case "true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y", "on", "On", "ON": true
    case "false", "False", "FALSE", "no", "No", "NO", "n", "N", "off", "Off", "OFF": false
    default: nil
    }
  }

  private static func number(_ text: String) -> PlainScalar {
    switch text {
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
    default: break
    }
    guard text.utf8.count <= 400 else { return .string }
    let digits = text.utf8.first == UInt8(ascii: ".") ? text : text.filter { $0 != "_" }
    if let integer = integer(digits) { return .integer(integer) }
    if isFloat(digits), let value = Double(digits) { return .float(value) }
    return .string
  }

  /// An integer with Go's base prefixes: 0x, 0o, 0b, and 0 for octal.
  private static func integer(_ text: String) -> Int128? {
    var rest = Substring(text)
    var sign: Int128 = 1
    if rest.first == "-" || rest.first == "+" {
      if rest.first == "-" { sign = -1 }
      rest.removeFirst()
    }
    guard let first = rest.utf8.first, first >= 0x30, first <= 0x39 else { return nil }
    var radix = 10
    if first == UInt8(ascii: "0"), rest.utf8.count > 1 {
      rest.removeFirst()
      switch rest.first {
      case "x", "X": radix = 16
      case "o", "O": radix = 8
      case "b", "B": radix = 2
      default: radix = 8
      }
      if rest.utf8.first.map({ $0 > 0x39 }) ?? false { rest.removeFirst() }
    }
    guard rest.first != "-", rest.first != "+" else { return nil }
    return Int128(rest, radix: radix).map { $0 * sign }
  }

  /// Whether text reads as goyaml's float: `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`.
  private static func isFloat(_ text: String) -> Bool {
    var rest = text.utf8[...]
    func digits() -> Int {
      let count = rest.prefix { $0 >= 0x30 && $0 <= 0x39 }.count
      rest = rest.dropFirst(count)
      return count
    }
    func take(_ first: Character, _ second: Character) -> Bool {
      guard let byte = rest.first, byte == first.asciiValue || byte == second.asciiValue else {
        return false
      }
      rest = rest.dropFirst()
      return true
    }
    _ = take("+", "-")
    let whole = digits()
    var fraction = 0
    if take(".", ".") { fraction = digits() }
    guard whole + fraction > 0 else { return false }
    if take("e", "E") {
      _ = take("+", "-")
      guard digits() > 0 else { return false }
    }
    return rest.isEmpty
  }
}
