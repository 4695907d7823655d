/// A mistake in a threshold's text.
struct ThresholdSyntaxError: Error {
  let message: String
  let range: Range<Int>
  let help: String?

  init(_ message: String, _ range: Range<Int>, help: String? = nil) {
    self.message = message
    self.range = range
    self.help = help
  }
}

/// Takes a threshold's text apart from left to right.
struct ExpressionScanner {
  let text: PositionedText
  private(set) var position = 0

  init(_ text: PositionedText) { self.text = text }

  /// Whether nothing is left.
  var isAtEnd: Bool { position >= text.characters.count }
  /// Where the next character stands.
  var here: Range<Int> { position..<position + 1 }

  mutating func skipSpace() {
    while let character = next, character == " " || character == "\t" { position += 1 }
  }

  /// Takes a text if it stands here.
  mutating func take(_ literal: String) -> Bool {
    let characters = Array(literal.unicodeScalars)
    guard text.characters[position...].starts(with: characters) else { return false }
    position += characters.count
    return true
  }

  /// Whether a character stands here.
  func isAt(_ character: Unicode.Scalar) -> Bool { next == character }

  /// Takes characters as long as a condition holds.
  mutating func take(while holds: (Unicode.Scalar) -> Bool) -> LawWord {
    let start = position
    while let character = next, holds(character) { position += 1 }
    return LawWord(text: text.text(start..<position), range: start..<position)
  }

  /// Takes letters, digits and underscores.
  mutating func takeName() -> LawWord {
    take { $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" }
  }

  /// Takes text in double or single quotes with backslash escapes; nil where none stands here.
  mutating func takeQuoted() throws(ThresholdSyntaxError) -> LawWord? {
    guard let quote = next, quote == "\"" || quote == "'" else { return nil }
    let start = position
    position += 1
    var value = String.UnicodeScalarView()
    while let character = next, character != quote {
      position += 1
      if character == "\\", let escaped = next {
        position += 1
        // A backslash that escapes nothing belongs to a regular expression.
        if escaped != quote && escaped != "\\" { value.append("\\") }
        value.append(escaped)
      } else {
        value.append(character)
      }
    }
    guard next == quote else {
      throw ThresholdSyntaxError("this quote is never closed", start..<start + 1)
    }
    position += 1
    return LawWord(text: String(value), range: start..<position)
  }

  private var next: Unicode.Scalar? { isAtEnd ? nil : text.characters[position] }
}
