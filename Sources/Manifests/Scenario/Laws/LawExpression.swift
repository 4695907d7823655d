/// The syntax of a law: a bare word, or a form with arguments.
indirect enum LawExpression {
  case word(LawWord)
  case form(LawWord, [LawArgument])

  /// Where the expression stands in the scalar.
  var range: Range<Int> {
    switch self {
    case .word(let word): word.range
    case .form(let name, let arguments):
      name.range.lowerBound..<(arguments.last?.value.range.upperBound ?? name.range.upperBound)
    }
  }
}

/// A word with its place in the scalar.
struct LawWord {
  let text: String
  let range: Range<Int>
}

/// One argument of a form: `mean: 20ms`, or only `20ms`.
struct LawArgument {
  let label: LawWord?
  let value: LawExpression
}

/// A mistake in a law's syntax.
struct LawSyntaxError: Error {
  let message: String
  let range: Range<Int>
}

/// Reads the syntax of a law.
struct LawParser {
  /// Forms within forms beyond this depth are slips.
  private static let deepest = 8
  private let text: PositionedText
  private var position = 0

  init(_ text: PositionedText) { self.text = text }

  /// The whole scalar as one expression.
  mutating func parse() throws(LawSyntaxError) -> LawExpression {
    let law = try expression(depth: 0)
    if position < text.characters.count {
      throw LawSyntaxError(
        message: "unexpected \"\(text.text(position..<text.characters.count))\" behind the law",
        range: position..<text.characters.count)
    }
    return law
  }

  private mutating func expression(depth: Int) throws(LawSyntaxError) -> LawExpression {
    let name = try word()
    guard next == "(" else { return .word(name) }
    guard depth < Self.deepest else {
      throw LawSyntaxError(message: "the law is nested too deeply", range: name.range)
    }
    let open = position
    position += 1
    skipSpace()
    var arguments: [LawArgument] = []
    while next != ")" {
      if !arguments.isEmpty { try takeComma(open) }
      arguments.append(try argument(depth: depth + 1))
    }
    position += 1
    skipSpace()
    return .form(name, arguments)
  }

  private mutating func argument(depth: Int) throws(LawSyntaxError) -> LawArgument {
    let start = position
    let label = try word()
    // An equals sign serves as well: a colon makes YAML want quotes around the law.
    guard next == ":" || next == "=" else {
      position = start
      return LawArgument(label: nil, value: try expression(depth: depth))
    }
    position += 1
    return LawArgument(label: label, value: try expression(depth: depth))
  }

  private mutating func takeComma(_ open: Int) throws(LawSyntaxError) {
    guard let found = next else {
      throw LawSyntaxError(message: "this parenthesis is never closed", range: open..<open + 1)
    }
    guard found == "," else {
      throw LawSyntaxError(
        message: "expected a comma or a closing parenthesis", range: position..<position + 1)
    }
    position += 1
  }

  private mutating func word() throws(LawSyntaxError) -> LawWord {
    skipSpace()
    let start = position
    while let character = next, !"(),:= \t\n".unicodeScalars.contains(character) { position += 1 }
    guard position > start else {
      let message = next.map { "expected a value before \"\($0)\"" } ?? "a value is missing here"
      throw LawSyntaxError(message: message, range: start..<start + 1)
    }
    let word = LawWord(text: text.text(start..<position), range: start..<position)
    skipSpace()
    return word
  }

  private var next: Unicode.Scalar? {
    position < text.characters.count ? text.characters[position] : nil
  }

  private mutating func skipSpace() {
    while let character = next, character == " " || character == "\t" || character == "\n" {
      position += 1
    }
  }
}
