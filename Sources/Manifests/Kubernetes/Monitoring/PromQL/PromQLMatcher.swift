/// A condition that a selector has of a label.
struct PromQLMatcher {
  /// Name of the label.
  let label: String
  /// `=`, `!=`, `=~` or `!~`.
  let relation: String
  /// Value or regular expression.
  let text: String

  /// Whether series without the label may fulfil it, as far as that is seen without matching.
  var mayBeAbsent: Bool {
    switch relation {
    case "=": text.isEmpty
    case "!=": !text.isEmpty
    case "=~": ["", ".*"].contains(text)
    default: text == ".+"
    }
  }

  /// What is wrong with a regular expression by the rules of RE2, as far as its brackets and
  /// repetitions tell; nil where nothing is.
  var problem: String? {
    guard relation.hasSuffix("~") else { return nil }
    var open = 0
    var isStart = true
    var rest = Substring(text)
    while let first = rest.popFirst() {
      switch first {
      case "\\":
        guard rest.popFirst() != nil else { return "ends in a backslash" }
        isStart = false
      case "[":
        guard let end = Self.endOfClass(rest) else { return "has a \"[\" without its \"]\"" }
        rest = rest[end...].dropFirst()
        isStart = false
      case "(":
        open += 1
        if ["?=", "?!", "?<=", "?<!"].contains(where: { rest.hasPrefix($0) }) {
          return "looks ahead or behind, which RE2 can not"
        }
        isStart = true
        if rest.first == "?" {
          rest = rest.drop { !":>)".contains($0) }
          if rest.popFirst() == ")" { open -= 1 }
        }
      case ")":
        open -= 1
        if open < 0 { return "has a \")\" without its \"(\"" }
        isStart = false
      case "*", "+", "?":
        if isStart { return "repeats nothing by its \"\(first)\"" }
      case "|": isStart = true
      default: isStart = false
      }
    }
    return open > 0 ? "has a \"(\" without its \")\"" : nil
  }

  /// Where the `]` of a class of characters stands; the first character of one may be a `]`.
  private static func endOfClass(_ rest: Substring) -> Substring.Index? {
    var index = rest.startIndex
    if index < rest.endIndex, rest[index] == "^" { index = rest.index(after: index) }
    if index < rest.endIndex, rest[index] == "]" { index = rest.index(after: index) }
    while index < rest.endIndex, rest[index] != "]" {
      let isNamed = rest[index...].hasPrefix("[:")
      if isNamed, let end = rest[index...].firstRange(of: ":]") {
        index = end.upperBound
      } else {
        let step = rest[index] == "\\" ? 2 : 1
        index = rest.index(index, offsetBy: step, limitedBy: rest.endIndex) ?? rest.endIndex
      }
    }
    return index < rest.endIndex ? index : nil
  }
}
