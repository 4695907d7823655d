/// User errors are diagnostics and programmer errors are preconditions with a sentence; nothing
/// else may stop the program.
enum Safety {
  static func violations(in file: SourceFile) -> [Violation] {
    file.tokens.indices.compactMap { index in
      let token = file.tokens[index]
      if token.kind == .identifier { return word(token, at: index, in: file) }
      guard token.isSymbol("!"), index > 0, !token.followsSpace else { return nil }
      let last = file.tokens[index - 1]
      if last.isWord("try") || last.isWord("as") {
        return file.violation(at: index, "\(last.text)! stops the program without a sentence")
      }
      let isComparison =
        file.next(index, isSymbol: "=") && !file.tokens[index + 1].followsSpace
      let isOperand =
        last.kind == .string || [")", "]", "}", ">", "?"].contains { last.isSymbol($0) }
        || last.kind == .identifier && !["return", "in", "if"].contains(last.text)
      return isOperand && !isComparison
        ? file.violation(at: index, "a forced unwrap stops the program without a sentence") : nil
    }
  }

  private static func word(_ token: Token, at index: Int, in file: SourceFile) -> Violation? {
    switch token.text {
    case "fatalError": file.violation(at: index, "fatalError: use a precondition with a sentence")
    case "XCTest", "XCTestCase": file.violation(at: index, "XCTest: tests are Swift Testing's")
    case "testable" where index > 0 && file.tokens[index - 1].isSymbol("@"):
      file.violation(at: index, "@testable: tests see what other rooms see")
    case "assert", "assertionFailure":
      file.isMember(index)
        ? nil : file.violation(at: index, "\(token.text) is off in release: use precondition")
    default: nil
    }
  }
}
