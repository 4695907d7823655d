/// One Swift file, read once for all rules.
struct SourceFile {
  /// Path from the root of the package.
  let path: String
  let lineCount: Int
  let tokens: [Token]
  let comments: [SourceComment]
  let texts: [MultilineString]
  let declarations: [Declaration]
  /// For every bracket the index of its partner; for other tokens their own index.
  let matches: [Int]

  init(path: String, text: String) { self.init(path: path, bytes: Array(text.utf8)) }

  init(path: String, bytes: [UInt8]) {
    self.path = path
    let lexer = Lexer(bytes)
    lineCount = lexer.line - (bytes.last == UInt8(ascii: "\n") ? 1 : 0)
    tokens = lexer.tokens
    comments = lexer.comments
    texts = lexer.texts
    matches = SourceFile.matches(of: lexer.tokens)
    declarations = DeclarationParser(lexer.tokens, matches: matches).declarations
  }

  /// The folder below `Sources` or `Tests`: the target.
  var room: String { String(path.split(separator: "/").dropFirst().first ?? "") }

  var isTest: Bool { path.hasPrefix("Tests/") }

  func violation(at token: Int, _ reason: String) -> Violation {
    Violation(path: path, line: tokens[token].line, reason: reason)
  }

  func isMember(_ index: Int) -> Bool { index > 0 && tokens[index - 1].isSymbol(".") }

  func next(_ index: Int, isSymbol symbol: String) -> Bool {
    index + 1 < tokens.count && tokens[index + 1].isSymbol(symbol)
  }

  private static func matches(of tokens: [Token]) -> [Int] {
    var matches = Array(tokens.indices)
    var open: [Int] = []
    for index in tokens.indices where tokens[index].kind == .symbol {
      switch tokens[index].text {
      case "(", "[", "{": open.append(index)
      case ")", "]", "}":
        guard let start = open.popLast() else { continue }
        matches[start] = index
        matches[index] = start
      default: continue
      }
    }
    return matches
  }
}

/// A place that breaks a rule, and the rule's reason.
struct Violation: CustomStringConvertible {
  let path: String
  let line: Int
  let reason: String

  var description: String { "\(path):\(line): \(reason)" }
}
