extension LabelSelector {
  /// Reads the text of a selector, as `app=web,tier in (a,b),!old`; nil for other text
  /// (apimachinery pkg/labels selector.go Parse).
  ///
  /// The comparisons of numbers, `>` and `<`, are not read.
  package init?(text: String) {
    self.init()
    guard text.contains(where: { !$0.isWhitespace }) else { return }
    for part in Self.parts(of: text) {
      guard let requirement = Requirement(text: part) else { return nil }
      matchExpressions.append(requirement)
    }
  }

  /// The text between commas that stand outside of parentheses.
  private static func parts(of text: String) -> [String] {
    var parts = [""]
    var isInside = false
    for character in text {
      if character == "(" { isInside = true }
      if character == ")" { isInside = false }
      if character == ",", !isInside {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}

extension LabelSelector.Requirement {
  fileprivate init?(text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if words.hasPrefix("!") {
      self.init(key: String(words.dropFirst()).withoutEnds, comparison: .doesNotExist)
    } else if let sign = words.firstIndex(of: "=") {
      let isNot = words[..<sign].hasSuffix("!")
      let value = words[sign...].drop { $0 == "=" }
      guard words[sign...].count - value.count <= (isNot ? 1 : 2) else { return nil }
      self.init(
        key: String(words[..<sign].dropLast(isNot ? 1 : 0)).withoutEnds,
        comparison: isNot ? .isNotIn : .isIn, values: [String(value).withoutEnds])
    } else if words.contains("(") {
      guard let set = Self.set(words) else { return nil }
      self = set
    } else {
      self.init(key: words, comparison: .exists)
    }
    guard isQualifiedName(key), values.allSatisfy({ $0.isEmpty || isLabelText($0[...]) }) else {
      return nil
    }
  }

  /// Reads `key in (a,b)` and `key notin (a,b)`.
  private static func set(_ text: String) -> Self? {
    let halves = text.split(separator: "(", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, halves[1].hasSuffix(")") else { return nil }
    let words = halves[0].split(separator: " ").map(String.init)
    guard words.count == 2,
      let comparison = ["in": Operator.isIn, "notin": .isNotIn][words[1]]
    else { return nil }
    let values = halves[1].dropLast().split(separator: ",", omittingEmptySubsequences: false)
    return Self(
      key: words[0], comparison: comparison, values: values.map { String($0).withoutEnds })
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var withoutEnds: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
