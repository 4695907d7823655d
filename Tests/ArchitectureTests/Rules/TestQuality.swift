/// A test has a sentence for a name and something that can fail.
struct TestQuality {
  private let asserting: Set<String>

  /// Finds the functions of the tests that assert something, directly or through others.
  init(_ files: [SourceFile]) {
    var mentions: [(name: String, words: Set<String>)] = []
    var asserting: Set<String> = []
    for file in files {
      for declaration in file.declarations where declaration.kind == .function {
        guard let body = declaration.body else { continue }
        let tokens = file.tokens[body]
        if TestQuality.asserts(tokens) { asserting.insert(declaration.name) }
        let words = tokens.filter { $0.kind == .identifier }.map(\.text)
        mentions.append((name: declaration.name, words: Set(words)))
      }
    }
    var count = -1
    while count != asserting.count {
      count = asserting.count
      for mention in mentions where !mention.words.isDisjoint(with: asserting) {
        asserting.insert(mention.name)
      }
    }
    self.asserting = asserting
  }

  func violations(in file: SourceFile) -> [Violation] {
    file.declarations.filter { $0.kind == .function }.flatMap { declaration -> [Violation] in
      let front = file.tokens[declaration.start..<declaration.keyword]
      guard let mark = front.indices.first(where: { isTestAttribute($0, in: file) }),
        let body = declaration.body
      else { return [] }
      let hasSentence = mark + 2 < declaration.keyword && file.tokens[mark + 2].kind == .string
      let asserts =
        TestQuality.asserts(file.tokens[body])
        || file.tokens[body].contains { $0.kind == .identifier && asserting.contains($0.text) }
      return [
        hasSentence ? nil : "\(declaration.name): a test's name is a sentence, @Test(\"...\")",
        asserts ? nil : "\(declaration.name): a test that asserts nothing cannot fail",
      ].compactMap { $0 }.map { file.violation(at: declaration.keyword, $0) }
    } + certainties(in: file)
  }

  private func isTestAttribute(_ index: Int, in file: SourceFile) -> Bool {
    file.tokens[index].isWord("Test") && index > 0 && file.tokens[index - 1].isSymbol("@")
  }

  private static func asserts(_ tokens: ArraySlice<Token>) -> Bool {
    tokens.indices.dropLast().contains { index in
      let isMacro =
        tokens[index].isSymbol("#")
        && (tokens[index + 1].isWord("expect") || tokens[index + 1].isWord("require"))
      return isMacro || tokens[index].isWord("Issue")
    }
  }

  /// `#expect(true)`.
  private func certainties(in file: SourceFile) -> [Violation] {
    file.tokens.indices.dropLast(3).filter { index in
      file.tokens[index].isWord("expect") && file.next(index, isSymbol: "(")
        && file.tokens[index + 2].isWord("true") && file.tokens[index + 3].isSymbol(")")
    }.map { file.violation(at: $0, "an expectation that cannot fail") }
  }
}
