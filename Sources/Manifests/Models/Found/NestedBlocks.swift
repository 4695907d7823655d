/// Configuration in nested blocks: JSON, YAML's flow mappings and nats.conf, which are much alike.
///
/// A key stands before `:`, `=`, a space or the block that it names. A value ends with its line or
/// at a comma or a semicolon. `#` and `//` begin comments (nats-server, `conf/lex.go`). What stands
/// in a list has no key.
struct NestedBlocks {
  /// The path of each scalar, and its value.
  private(set) var pairs: [ConfigurationKeys.Pair] = []
  /// The path of each block that has a key.
  private(set) var blocks: [String] = []
  /// What follows that was not read.
  private(set) var rest: Substring
  private var path: [(key: Substring, isList: Bool)]
  private var key: Substring?

  /// Reads a whole text.
  init(_ text: String) {
    rest = text[...]
    path = []
    _ = read(until: nil)
  }

  /// Reads the block with which a text begins, as the value of a path; nil where it does not end.
  init?(_ text: Substring, within path: [Substring]) {
    rest = text
    self.path = path.map { ($0, false) }
    guard text.first == "{", read(until: path.count) else { return nil }
  }

  /// Reads until as many blocks are open as before, or to the end; returns whether that was so.
  private mutating func read(until depth: Int?) -> Bool {
    while let character = rest.first {
      switch character {
      case "{", "[": open(isList: character == "[")
      case "}", "]":
        rest.removeFirst()
        key = nil
        _ = path.popLast()
        if path.count == depth { return true }
      case ",", ";":
        rest.removeFirst()
        key = nil
      case "#": skipLine()
      case "/" where rest.hasPrefix("//"): skipLine()
      case _ where character.isWhitespace: rest.removeFirst()
      default: readWord()
      }
    }
    return depth == nil
  }

  private mutating func open(isList: Bool) {
    rest.removeFirst()
    path.append((key ?? "", isList))
    if key != nil, !isList { blocks.append(whole(nil)) }
    key = nil
  }

  private mutating func skipLine() { rest = rest.drop { !$0.isNewline } }

  /// Reads a key with what separates it from its value, a value, or what stands in a list.
  private mutating func readWord() {
    let isValue = key != nil || path.last?.isList ?? false
    let word: Substring
    if let mark = rest.first, mark == "\"" || mark == "'" {
      word = quoted(by: mark)
    } else {
      word = isValue ? plainValue() : plainKey()
    }
    guard isValue else {
      key = word
      rest = rest.drop(while: \.isWhitespace)
      if rest.first == ":" || rest.first == "=" { rest.removeFirst() }
      return
    }
    if let key { pairs.append(.init(key: whole(key), value: String(word))) }
    key = nil
  }

  private mutating func quoted(by mark: Character) -> Substring {
    rest.removeFirst()
    var isEscaped = false
    let word = rest.prefix { character in
      defer { isEscaped = character == "\\" && !isEscaped }
      return isEscaped || character != mark
    }
    rest = rest[word.endIndex...].dropFirst()
    return word
  }

  private mutating func plainKey() -> Substring {
    let word = rest.prefix { !$0.isWhitespace && !":=,;{}[]".contains($0) }
    // A separator without a key is none.
    rest = rest[word.endIndex...].dropFirst(word.isEmpty ? 1 : 0)
    return word
  }

  private mutating func plainValue() -> Substring {
    var word = rest.prefix { !$0.isNewline && !",;]}".contains($0) }
    for comment in [" #", " //"] {
      if let mark = word.firstRange(of: comment) { word = word[..<mark.lowerBound] }
    }
    rest = rest[word.endIndex...]
    while word.last?.isWhitespace ?? false { word.removeLast() }
    return word
  }

  private func whole(_ key: Substring?) -> String {
    let names = path.map(\.key) + [key ?? ""]
    return ConfigurationKeys.normalized(names.filter { !$0.isEmpty }.joined(separator: "."))
  }
}
