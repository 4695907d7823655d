/// A JSON value whose objects keep the order in which they were written.
indirect enum JSONValue: Sendable {
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case null
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  /// An object with further members; those it already has are replaced.
  func adding(_ members: [(String, JSONValue)]) -> JSONValue {
    guard case .object(var own) = self else { return self }
    for (key, value) in members {
      if let index = own.firstIndex(where: { $0.key == key }) {
        own[index].value = value
      } else {
        own.append((key, value))
      }
    }
    return .object(own)
  }

  /// The value as text, each member and element on a line of its own.
  func rendered(indent: String = "") -> String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .flag(let flag): flag ? "true" : "false"
    case .null: "null"
    case .array(let elements):
      Self.block("[", elements.map { $0.rendered(indent: indent + "  ") }, "]", indent)
    case .object(let members):
      Self.block(
        "{",
        members.map { Self.quoted($0.key) + ": " + $0.value.rendered(indent: indent + "  ") },
        "}", indent)
    }
  }

  private static func block(
    _ open: String, _ lines: [String], _ close: String, _ indent: String
  ) -> String {
    if lines.isEmpty { return open + close }
    let body = lines.map { indent + "  " + $0 }.joined(separator: ",\n")
    return open + "\n" + body + "\n" + indent + close
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\u{0}"..<" ": result += "\\u00" + String(scalar.value + 0x100, radix: 16).dropFirst()
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral value: String) { self = .text(value) }
  init(integerLiteral value: Int) { self = .integer(value) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(elements.map { (key: $0.0, value: $0.1) })
  }
}
