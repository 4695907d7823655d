/// A function, a property or a type that the product does not use is a stub, however well it is
/// tested.
///
/// A stored property is used where something reads it; of a type whose comparison or encoding the
/// compiler writes that reads them all.
struct DeadCode {
  /// What a protocol from outside the package calls by its name.
  private static let foreignWitnesses: Set<String> = [
    "hash", "encode", "next", "makeIterator", "index", "run", "validate", "write", "log",
    "callAsFunction", "CodingKeys", "description", "debugDescription", "errorDescription",
    "startIndex", "endIndex", "intValue", "defaultValueDescription",
  ]

  /// Conformances that the compiler writes, which read every stored property.
  private static let readers: Set<String> = ["Equatable", "Hashable", "Encodable", "Codable"]
  /// Properties that are there for what having them makes of their type.
  private static let markers: Set<String> = ["inPlace", "existential"]

  private struct Use {
    let file: Int
    let token: Int
  }

  private let files: [SourceFile]
  private var uses: [String: [Use]] = [:]
  /// Names of which some use reads a value.
  private var reads: Set<String> = []
  /// Bodies in which a name does not count as used: those of its own declarations.
  private var bodies: [String: [(file: Int, range: ClosedRange<Int>)]] = [:]

  init(_ files: [SourceFile]) {
    self.files = files
    for index in files.indices {
      collectBodies(of: index)
      collectUses(of: index)
    }
  }

  func violations() -> [Violation] {
    files.indices.flatMap { file in
      files[file].declarations.filter { isUnused($0, in: file) }.map {
        files[file].violation(at: $0.keyword, "\($0.name) is used by nothing in Sources: a stub")
      }
    }
  }

  private func isUnused(_ declaration: Declaration, in file: Int) -> Bool {
    switch declaration.kind {
    case .function:
      let isOperator = files[file].tokens[declaration.keyword + 1].kind == .symbol
      guard !isOperator, !DeadCode.foreignWitnesses.contains(declaration.name) else { return false }
    case .property where declaration.body == nil:
      return !reads.contains(declaration.name) && !DeadCode.markers.contains(declaration.name)
        && !DeadCode.foreignWitnesses.contains(declaration.name)
        && !isReadWhole(declaration, in: files[file])
    case .type, .reference, .protocol, .property:
      let isForeign = DeadCode.foreignWitnesses.contains(declaration.name)
      guard !isForeign, !isMain(declaration, in: files[file]) else { return false }
    default: return false
    }
    let own = bodies[declaration.name] ?? []
    return !(uses[declaration.name] ?? []).contains { use in
      !own.contains { $0.file == use.file && $0.range.contains(use.token) }
    }
  }

  /// Whether the type around a property has a conformance that reads it.
  private func isReadWhole(_ declaration: Declaration, in file: SourceFile) -> Bool {
    guard let parent = declaration.parent.map({ file.declarations[$0] }), let body = parent.body
    else { return false }
    return file.tokens[parent.keyword..<body.lowerBound].contains {
      DeadCode.readers.contains($0.text)
    }
  }

  private func isMain(_ declaration: Declaration, in file: SourceFile) -> Bool {
    file.tokens[declaration.start..<declaration.keyword].contains { $0.isWord("main") }
  }

  private mutating func collectBodies(of index: Int) {
    for declaration in files[index].declarations {
      guard let body = declaration.body else { continue }
      bodies[declaration.name, default: []].append((file: index, range: body))
    }
  }

  private mutating func collectUses(of index: Int) {
    let file = files[index]
    for token in file.tokens.indices where file.tokens[token].kind == .identifier {
      if isRead(token, in: file) { reads.insert(file.tokens[token].text) }
      guard !isDeclaredName(token, in: file), !isLabel(token, in: file) else { continue }
      uses[file.tokens[token].text, default: []].append(Use(file: index, token: token))
    }
  }

  private func isDeclaredName(_ token: Int, in file: SourceFile) -> Bool {
    guard token > 0 else { return false }
    return ["func", "var", "struct", "enum", "class", "actor", "protocol", "extension"].contains {
      file.tokens[token - 1].isWord($0)
    }
  }

  /// Whether the name is an argument's label and so no use of a declaration.
  private func isLabel(_ token: Int, in file: SourceFile) -> Bool {
    token > 0 && file.next(token, isSymbol: ":")
      && (file.tokens[token - 1].isSymbol("(") || file.tokens[token - 1].isSymbol(","))
  }

  /// Whether the value behind a name is taken, and not only declared, labelled or overwritten.
  private func isRead(_ token: Int, in file: SourceFile) -> Bool {
    guard token > 0, !isLabel(token, in: file) else { return token == 0 }
    if ["let", "var"].contains(where: { file.tokens[token - 1].isWord($0) }) {
      // `if let name` takes the value of what has the name.
      return token + 1 < file.tokens.count
        && [",", "{"].contains { file.tokens[token + 1].isSymbol($0) }
        || token + 1 < file.tokens.count && file.tokens[token + 1].isWord("else")
    }
    return !isDeclaredName(token, in: file) && !isOverwritten(token, in: file)
  }

  private func isOverwritten(_ token: Int, in file: SourceFile) -> Bool {
    var sign = ""
    var next = token + 1
    while next < file.tokens.count, file.tokens[next].kind == .symbol,
      "=+-*/%&|^<>!~".contains(file.tokens[next].text),
      sign.isEmpty || !file.tokens[next].followsSpace
    {
      sign += file.tokens[next].text
      next += 1
    }
    return sign.hasSuffix("=") && !["==", "!=", "<=", ">=", "===", "!==", "~="].contains(sign)
  }
}
