/// YAML text that grows line by line.
struct YAMLText {
  private(set) var text = ""
  private var depth = 0
  private var item: Int?

  /// Appends a line with a comment behind it.
  mutating func line(_ content: String, comment: String? = nil) {
    var indent = String(repeating: "  ", count: depth)
    if let item, item == depth { indent = String(indent.dropLast(2)) + "- " }
    item = nil
    text += indent + content + (comment.map { "  # \($0)" } ?? "") + "\n"
  }

  /// Appends a comment of its own line.
  mutating func comment(_ content: String) { text += "# \(Self.oneLine(content))\n" }

  /// Appends lines one level deeper.
  mutating func nested(_ body: (inout YAMLText) -> Void) {
    depth += 1
    body(&self)
    depth -= 1
  }

  /// Appends an element of a list: the first line that the body writes gets the dash.
  mutating func element(_ body: (inout YAMLText) -> Void) {
    depth += 1
    item = depth
    body(&self)
    item = nil
    depth -= 1
  }

  /// Appends the marker between documents.
  mutating func separator() { text += "---\n" }

  /// A flow mapping of fields that are present: `{name: a, size: 3}`.
  static func flow(_ fields: [(key: String, value: String?)]) -> String {
    let present = fields.compactMap { field in field.value.map { "\(field.key): \($0)" } }
    return "{\(present.joined(separator: ", "))}"
  }

  /// A scalar that is read as text; quoted where YAML would take it for something else.
  static func scalar(_ text: String) -> String {
    let isWord = text.utf8.allSatisfy { byte in
      (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5A)
        || (byte >= 0x61 && byte <= 0x7A) || "._-/%".utf8.contains(byte)
    }
    let isPlain =
      isWord && !PlainScalar.isNull(text) && PlainScalar(text).isString
      && !"-.%".utf8.contains(text.utf8.first ?? 0)
    return isPlain ? text : quoted(text)
  }

  /// A figure: a bare word or number as it is, everything else in quotes.
  static func figure(_ text: String) -> String {
    text.contains { "(:, ".contains($0) } ? quoted(text) : text
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      default:
        if scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA0)
          || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF
        {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }
}
