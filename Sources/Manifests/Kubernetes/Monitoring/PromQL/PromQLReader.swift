import SimulationKernel

/// Reads the words of a PromQL expression.
///
/// Source: prometheus promql/parser/lex.go, util/strutil Unquote.
struct PromQLReader {
  private var rest: Substring.UnicodeScalarView
  /// Inside square brackets a colon divides a range from its step, and belongs to no name.
  private var isInRange = false

  /// The words of an expression, with the end after them.
  static func tokens(of text: String) throws(PromQLProblem) -> [PromQLToken] {
    var reader = PromQLReader(rest: Substring(text).unicodeScalars)
    var tokens: [PromQLToken] = []
    while let token = try reader.next() { tokens.append(token) }
    return tokens + [.end]
  }

  private mutating func next() throws(PromQLProblem) -> PromQLToken? {
    skipSpace()
    guard let first = rest.first else { return nil }
    if isDigit(first) || first == "." { return try number() }
    if isLetter(first) || first == ":" && !isInRange { return .name(name()) }
    if ["\"", "'", "`"].contains(first) { return .string(try string(first)) }
    for mark in Self.marks where rest.starts(with: mark.unicodeScalars) {
      rest.removeFirst(mark.unicodeScalars.count)
      if mark == "[" || mark == "]" { isInRange = mark == "[" }
      return .mark(mark)
    }
    throw PromQLProblem("\"\(Character(first))\" belongs to no expression")
  }

  private static let marks = [
    "==", "=~", "!=", "!~", ">=", "<=", "=", ">", "<", "+", "-", "*", "/", "%", "^", "@", "(", ")",
    "{", "}", "[", "]", ",", ":",
  ]

  /// Passes over spaces and comments.
  private mutating func skipSpace() {
    while let first = rest.first {
      if first == "#" {
        rest = rest.drop { $0 != "\n" }
      } else if [" ", "\t", "\n", "\r"].contains(first) {
        rest.removeFirst()
      } else {
        return
      }
    }
  }

  private mutating func name() -> String {
    let word = rest.prefix { isLetter($0) || isDigit($0) || $0 == ":" && !isInRange }
    rest = rest[word.endIndex...]
    return String(word)
  }

  private mutating func number() throws(PromQLProblem) -> PromQLToken {
    var word = ""
    let isHexadecimal = ["0x", "0X"].contains { rest.starts(with: $0.unicodeScalars) }
    while let first = rest.first {
      let isExponent = !isHexadecimal && ["e", "E"].contains(word.last)
      let isSign = isExponent && ["+", "-"].contains(first)
      guard isLetter(first) || isDigit(first) || first == "." || isSign else { break }
      word.unicodeScalars.append(first)
      rest.removeFirst()
    }
    if let value = Self.value(of: word) { return .number(isPositive: value > 0) }
    throw PromQLProblem("\"\(word.prefix(40))\" is no number and no duration")
  }

  /// The value of a number or of a duration; underscores may stand between digits.
  private static func value(of word: String) -> Double? {
    guard !word.hasSuffix("_"), !word.contains("__") else { return nil }
    let digits = word.lowercased().replacing("_", with: "")
    if digits.hasPrefix("0x") { return Int64(digits.dropFirst(2), radix: 16).map(Double.init) }
    if digits.allSatisfy({ "0123456789.e+-".contains($0) }) { return Double(digits) }
    return PrometheusDuration.parse(word).map { Double($0.nanoseconds) }
  }

  private mutating func string(_ quote: Unicode.Scalar) throws(PromQLProblem) -> String {
    rest.removeFirst()
    var text = ""
    while let first = rest.first {
      rest.removeFirst()
      if first == quote { return text }
      if first == "\n", quote != "`" { break }
      if first == "\\", quote != "`" {
        text += try escaped(in: quote)
      } else {
        text.unicodeScalars.append(first)
      }
    }
    throw PromQLProblem("a text has no end")
  }

  /// What stands behind a backslash.
  private mutating func escaped(in quote: Unicode.Scalar) throws(PromQLProblem) -> String {
    guard let first = rest.popFirst() else { throw PromQLProblem("a text has no end") }
    if first == quote || first == "\\" { return String(Character(first)) }
    if let control = Self.controls[first] { return control }
    let form: (count: Int, radix: Int)? =
      switch first {
      case "x": (2, 16)
      case "u": (4, 16)
      case "U": (8, 16)
      case "0"..."7": (2, 8)
      default: nil
      }
    guard let form else {
      throw PromQLProblem(
        "\"\\\(Character(first))\" is no escape in a text: write \"\\\\\(Character(first))\"")
    }
    let digits = (form.radix == 8 ? String(first) : "") + String(rest.prefix(form.count))
    rest = rest.dropFirst(form.count)
    guard let code = UInt32(digits, radix: form.radix), let scalar = Unicode.Scalar(code) else {
      throw PromQLProblem("\"\(digits)\" is the number of no character")
    }
    return String(Character(scalar))
  }

  private static let controls: [Unicode.Scalar: String] = [
    "a": "\u{7}", "b": "\u{8}", "f": "\u{c}", "n": "\n", "r": "\r", "t": "\t", "v": "\u{b}",
  ]
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
  ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
}
