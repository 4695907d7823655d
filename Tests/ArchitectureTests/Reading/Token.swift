/// A piece of Swift source as the rules see it: strings are opaque, comments lie apart.
struct Token {
  enum Kind: UInt8 {
    case identifier
    case number
    case string
    /// One byte of an operator or a bracket.
    case symbol
  }

  let kind: Kind
  /// The identifier without back-ticks, the number or the symbol; empty for a string.
  let text: String
  let line: Int
  /// Whether a space, a line end or a comment lies before the token.
  let followsSpace: Bool
  /// Whether a documentation comment lies directly before the token.
  let isDocumented: Bool
  /// Whether an identifier was written in back-ticks, and so is no keyword.
  let isQuoted: Bool

  func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

  func isWord(_ word: String) -> Bool { kind == .identifier && text == word && !isQuoted }
}

/// A string that spans lines: the text of a golden or a script.
struct MultilineString {
  let firstLine: Int
  let lastLine: Int
}

/// A comment, without its markers.
struct SourceComment {
  let text: String
  let line: Int
  let isDocumentation: Bool
}
