/// Reads field tables: first all names of types, then their fields, which refer to each other.
struct FieldTableParser {
  private var lines: [[Substring]] = []
  private var indices: [Substring: Int] = [:]
  private var kindLines: [[Substring]] = []

  /// Takes in the lines of one table.
  mutating func collect(_ table: [UInt8]) {
    for line in String(decoding: table, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      switch words.first {
      case "#"?, nil: continue
      case "="?, "~"?: kindLines.append(words)
      case let name?:
        indices[name] = lines.count
        lines.append(words)
      }
    }
  }

  /// The types, in the order of their lines.
  func types() -> [FieldTable.ObjectType] {
    lines.map { words in
      let fields = words.dropFirst().map { $0.split(separator: ":", maxSplits: 1) }
        .map { (name: String($0[0]), type: fieldType($0[1])) }
        .sorted { $0.name < $1.name }
      return FieldTable.ObjectType(names: fields.map(\.name), types: fields.map(\.type))
    }
  }

  /// The kinds of all tables.
  func kinds() -> [FieldTable.Kind] {
    kindLines.map { words in
      FieldTable.Kind(
        apiVersion: String(words[1]), kind: String(words[2]), isCustom: words[0] == "~",
        type: index(of: words[3]))
    }
  }

  private func fieldType(_ text: Substring) -> FieldType {
    switch text {
    case "s": .text
    case "i": .integer
    case "l": .longInteger
    case "b": .boolean
    case "n": .number
    case "q": .quantity
    case "p": .integerOrText
    case "*": .anything
    case _ where text.first == "[": .list(fieldType(text.dropFirst()))
    case _ where text.first == "{": .map(fieldType(text.dropFirst()))
    default: .object(index(of: text))
    }
  }

  private func index(of name: Substring) -> Int {
    let index = indices[name]
    precondition(index != nil, "a field table describes every type that it names")
    return index ?? 0
  }
}
