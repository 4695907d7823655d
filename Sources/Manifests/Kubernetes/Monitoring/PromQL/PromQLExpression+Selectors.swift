extension PromQLExpression {
  /// Reads the conditions of a selector, its name already passed.
  mutating func selector(named name: String?) throws(PromQLProblem) -> Part {
    var name = name
    var matchers: [PromQLMatcher] = []
    if passes("{") {
      while !passes("}") {
        if case .string(let text) = token, !isRelation(following) {
          guard name == nil else { throw PromQLProblem("a selector has two names") }
          name = text
          advance()
        } else {
          matchers.append(try matcher())
        }
        if passes("}") { break }
        try expect(",")
      }
    }
    if name != nil, matchers.contains(where: { $0.label == "__name__" && $0.relation == "=" }) {
      throw PromQLProblem("a selector has two names")
    }
    if name == nil, matchers.allSatisfy(\.mayBeAbsent) {
      throw PromQLProblem("a selector needs a condition that no missing label fulfils")
    }
    return Part(type: .vector, form: .selector)
  }

  private func isRelation(_ token: PromQLToken) -> Bool {
    ["=", "!=", "=~", "!~"].contains { token == .mark($0) }
  }

  private mutating func matcher() throws(PromQLProblem) -> PromQLMatcher {
    let label = try labelName()
    guard case .mark(let relation) = token, isRelation(token) else {
      throw unexpected("\"=\", \"!=\", \"=~\" or \"!~\"")
    }
    advance()
    guard case .string(let text) = token else { throw unexpected("a text in quotes") }
    advance()
    let matcher = PromQLMatcher(label: label, relation: relation, text: text)
    if let problem = matcher.problem {
      throw PromQLProblem("the regular expression \"\(text.prefix(60))\" \(problem)")
    }
    return matcher
  }

  private mutating func labelName() throws(PromQLProblem) -> String {
    switch token {
    case .name(let name) where !name.contains(":"):
      advance()
      return name
    case .string(let name):
      advance()
      return name
    default: throw unexpected("the name of a label")
    }
  }

  /// Reads names of labels in brackets.
  mutating func labels() throws(PromQLProblem) -> [String] {
    try expect("(")
    var labels: [String] = []
    while !passes(")") {
      labels.append(try labelName())
      if passes(")") { break }
      try expect(",")
    }
    return labels
  }

  /// Reads the range, offset and time behind a part.
  mutating func modified(_ part: Part) throws(PromQLProblem) -> Part {
    var part = part
    while true {
      if passes("[") {
        part = try ranged(part)
      } else if passes(word: "offset") {
        guard part.form != .other, !part.hasOffset else {
          throw PromQLProblem("offset belongs behind a selector or a subquery, once")
        }
        if !passes("-") { _ = passes("+") }
        try length(isPositive: false)
        part.hasOffset = true
      } else if passes("@") {
        guard part.form != .other, !part.hasTime else {
          throw PromQLProblem("@ belongs behind a selector or a subquery, once")
        }
        try time()
        part.hasTime = true
      } else {
        return part
      }
    }
  }

  private mutating func ranged(_ part: Part) throws(PromQLProblem) -> Part {
    try length(isPositive: true)
    guard passes(":") else {
      try expect("]")
      guard part.form == .selector else {
        throw PromQLProblem("only a selector has a range: a subquery is written [5m:]")
      }
      guard !part.hasOffset, !part.hasTime else {
        throw PromQLProblem("the range of a selector stands before its offset and its @")
      }
      return Part(type: .matrix, form: .range)
    }
    if token != .mark("]") { try length(isPositive: true) }
    try expect("]")
    guard part.type == .vector else {
      throw PromQLProblem("a subquery is one of an instant vector, not of \(part.type.rawValue)")
    }
    return Part(type: .matrix, form: .subquery)
  }

  private mutating func length(isPositive: Bool) throws(PromQLProblem) {
    guard case .number(let isAboveZero) = token else { throw unexpected("a duration such as 5m") }
    guard isAboveZero || !isPositive else { throw PromQLProblem("a range is longer than 0") }
    advance()
  }

  private mutating func time() throws(PromQLProblem) {
    if passes(word: "start") || passes(word: "end") {
      try expect("(")
      try expect(")")
      return
    }
    if !passes("-") { _ = passes("+") }
    guard case .number = token else { throw unexpected("a time") }
    advance()
  }
}
