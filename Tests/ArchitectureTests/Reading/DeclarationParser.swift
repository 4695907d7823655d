/// Finds the declarations among a file's tokens.
struct DeclarationParser {
  private let tokens: [Token]
  private let matches: [Int]
  private(set) var declarations: [Declaration] = []
  private var bodyOwners: [Int?]
  private var scopes: [(close: Int, declaration: Int?)] = []

  init(_ tokens: [Token], matches: [Int]) {
    self.tokens = tokens
    self.matches = matches
    bodyOwners = [Int?](repeating: nil, count: tokens.count)
    parse()
  }

  private mutating func parse() {
    for index in tokens.indices {
      if let scope = scopes.last, scope.close <= index { scopes.removeLast() }
      let token = tokens[index]
      if token.isSymbol("{") {
        scopes.append((close: matches[index], declaration: bodyOwners[index]))
      } else if token.kind == .identifier, !token.isQuoted, let kind = kind(at: index) {
        add(kind, at: index)
      }
    }
  }

  private mutating func add(_ kind: Declaration.Kind, at index: Int) {
    let (start, access) = modifiers(before: index)
    let open = bodyStart(of: kind, after: index)
    if let open { bodyOwners[open] = declarations.count }
    declarations.append(
      Declaration(
        kind: kind, name: name(of: kind, at: index), keyword: index, start: start,
        body: open.map { $0...matches[$0] }, access: access,
        parent: scopes.last { $0.declaration != nil }?.declaration))
  }

  /// Whether the innermost braces are those of a type, or there are none.
  private var allowsMembers: Bool {
    guard let scope = scopes.last else { return true }
    return scope.declaration.map { declarations[$0].kind.holdsMembers } ?? false
  }

  private func kind(at index: Int) -> Declaration.Kind? {
    guard index == 0 || !tokens[index - 1].isSymbol("."), index + 1 < tokens.count else {
      return nil
    }
    let next = tokens[index + 1]
    let isNamed = next.kind == .identifier && (next.isQuoted || !keywords.contains(next.text))
    switch tokens[index].text {
    case "struct", "enum": return isNamed && !isImport(index) ? .type : nil
    case "class", "actor": return isNamed && opensBody(index + 1) ? .reference : nil
    case "protocol": return isNamed ? .protocol : nil
    case "extension": return isNamed ? .extension : nil
    case "func": return isImport(index) || next.isSymbol(":") ? nil : .function
    case "typealias", "associatedtype": return isNamed ? .alias : nil
    case "var", "let": return isNamed && allowsMembers ? .property : nil
    case "init":
      let opens = ["(", "?", "!", "<"].contains { next.isSymbol($0) }
      return opens && !scopes.isEmpty && allowsMembers ? .initializer : nil
    case "subscript":
      let opens = next.isSymbol("(") || next.isSymbol("<")
      return opens && !scopes.isEmpty && allowsMembers ? .subscript : nil
    case "deinit": return next.isSymbol("{") ? .deinitializer : nil
    default: return nil
    }
  }

  private func isImport(_ index: Int) -> Bool { index > 0 && tokens[index - 1].isWord("import") }

  private func opensBody(_ index: Int) -> Bool {
    index + 1 < tokens.count
      && ["{", ":", "<"].contains { tokens[index + 1].isSymbol($0) }
  }

  private func name(of kind: Declaration.Kind, at index: Int) -> String {
    switch kind {
    case .initializer, .subscript, .deinitializer: return tokens[index].text
    case .extension:
      var last = index + 1
      while last + 2 < tokens.count, tokens[last + 1].isSymbol(".") { last += 2 }
      return tokens[last].text
    default:
      var text = tokens[index + 1].text
      var last = index + 2
      guard tokens[index + 1].kind == .symbol else { return text }
      while tokens[last].kind == .symbol, !tokens[last].followsSpace, !tokens[last].isSymbol("(") {
        text += tokens[last].text
        last += 1
      }
      return text
    }
  }

  private func modifiers(before keyword: Int) -> (start: Int, access: Access?) {
    var start = keyword
    var access: Access?
    while start > 0 {
      var last = start - 1
      if tokens[last].isSymbol(")"), matches[last] > 0 { last = matches[last] - 1 }
      let token = tokens[last]
      guard token.kind == .identifier, !token.isQuoted else { break }
      if last > 0, tokens[last - 1].isSymbol("@") {
        start = last - 1
      } else if modifierWords.contains(token.text) {
        if last == start - 1 { access = access ?? Access(modifier: token.text) }
        start = last
      } else {
        break
      }
    }
    return (start, access)
  }

  private func bodyStart(of kind: Declaration.Kind, after keyword: Int) -> Int? {
    let isConstant = tokens[keyword].text == "let"
    guard kind != .alias, !isConstant else { return nil }
    var index = keyword + 1
    while index < tokens.count {
      let token = tokens[index]
      if token.isSymbol("(") || token.isSymbol("[") {
        index = matches[index] + 1
        continue
      }
      if token.isSymbol("{") { return index }
      if token.isSymbol("}") || token.isSymbol(";") { return nil }
      if kind == .property, token.isSymbol("=") { return nil }
      if index > keyword + 1, token.line > tokens[index - 1].line, startsStatement(token) {
        return nil
      }
      index += 1
    }
    return nil
  }

  private func startsStatement(_ token: Token) -> Bool {
    token.isSymbol("@") || token.isSymbol("#")
      || (token.kind == .identifier && !token.isQuoted
        && (keywords.contains(token.text) || modifierWords.contains(token.text)))
  }
}

private let keywords: Set<String> = [
  "struct", "class", "enum", "actor", "protocol", "extension", "func", "var", "let", "init",
  "deinit", "subscript", "typealias", "associatedtype", "case", "import",
]

private let modifierWords: Set<String> = [
  "public", "package", "internal", "private", "fileprivate", "open", "static", "class", "final",
  "mutating", "nonmutating", "override", "required", "convenience", "lazy", "weak", "unowned",
  "nonisolated", "indirect", "dynamic", "consuming", "borrowing", "prefix", "postfix", "infix",
]
