/// Comments say what is modelled and why; code that does not run and wishes are not kept.
enum Comments {
  private static let wishes = ["TODO", "FIXME", "XXX", "HACK"]
  private static let openings = [
    "let ", "var ", "func ", "if ", "guard ", "return ", "import ", "for ", "while ", "switch ",
    "case ", "struct ", "enum ", "} else", "@",
  ]

  static func violations(in file: SourceFile) -> [Violation] {
    file.comments.flatMap { comment -> [Violation] in
      let wish = wishes.first { wish in
        comment.text.split { !$0.isLetter }.contains { $0 == wish }
      }
      let found = wish.map {
        Violation(path: file.path, line: comment.line, reason: "\($0): unfinished work is not kept")
      }
      let code = comment.isDocumentation ? [] : codeLines(in: comment)
      return [found].compactMap { $0 }
        + code.map {
          Violation(path: file.path, line: $0, reason: "code in a comment: history keeps old code")
        }
    }
  }

  private static func codeLines(in comment: SourceComment) -> [Int] {
    comment.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .filter { isCode($0.element) }.map { comment.line + $0.offset }
  }

  /// Whether a comment's line reads as a statement: it ends as one, or begins with a keyword and
  /// holds a statement's punctuation.
  private static func isCode(_ line: Substring) -> Bool {
    let text = line.trimmed
    guard let last = text.last, !text.hasPrefix("swift-format-ignore") else { return false }
    if last == "{" || last == "}" || last == ";" { return true }
    let file = SourceFile(path: "", text: String(text))
    let isAssignment =
      file.tokens.count > 2 && file.tokens[0].kind == .identifier
      && (file.tokens[1].isSymbol("=") || file.tokens[1].isSymbol("."))
      && (text.contains(" = ") || text.contains(" += ")) && !text.hasSuffix(".")
    let isCall =
      last == ")" && file.tokens.count > 2 && file.tokens[0].kind == .identifier
      && firstCallEndsLine(in: file)
    let isStatement = openings.contains { text.hasPrefix($0) } && hasCodePunctuation(text)
    return isAssignment || isCall || isStatement
  }

  /// Whether the line is `name.name(...)` and nothing else.
  private static func firstCallEndsLine(in file: SourceFile) -> Bool {
    guard let open = file.tokens.firstIndex(where: { $0.isSymbol("(") }) else { return false }
    let isPath = file.tokens[..<open].allSatisfy { $0.kind == .identifier || $0.isSymbol(".") }
    let isTight = file.tokens[1...open].allSatisfy { !$0.followsSpace }
    return isPath && isTight && file.matches[open] == file.tokens.count - 1
  }

  private static func hasCodePunctuation(_ text: Substring) -> Bool {
    text.contains(" = ") || text.contains("->") || text.contains("()") || text.contains("{")
      || text.hasPrefix("import ") && !text.dropFirst(7).contains(" ")
      || text.hasPrefix("return ") && text.hasSuffix(")")
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }
}
