/// Reads a PromQL expression for its mistakes: Prometheus takes no rule whose expression it can not
/// read, or whose parts do not fit each other.
///
/// Source: prometheus promql/parser generated_parser.y and parse.go checkAST; rules/manager.go
/// EngineQueryFunc for what a whole one may give.
struct PromQLExpression {
  /// A part of an expression.
  struct Part {
    /// What a part is, which range and offset ask for.
    enum Form { case selector, range, subquery, other }

    var type: PromQLType
    var form = Form.other
    var hasOffset = false
    var hasTime = false
  }

  private let tokens: [PromQLToken]
  private var index = 0
  private var depth = 0

  /// Parts within each other that are looked into.
  private static let mostDepth = 100

  /// What is wrong with an expression; nil where nothing is.
  static func problem(of text: String) -> String? {
    do throws(PromQLProblem) {
      var expression = PromQLExpression(tokens: try PromQLReader.tokens(of: text))
      let type = try expression.part().type
      guard expression.token == .end else { throw expression.unexpected("the end") }
      return type == .scalar || type == .vector
        ? nil : "it gives \(type.rawValue), of which a rule makes no series"
    } catch {
      return error.message
    }
  }

  private init(tokens: [PromQLToken]) { self.tokens = tokens }

  /// The token to read next.
  var token: PromQLToken { tokens[index] }

  /// The token after it.
  var following: PromQLToken { tokens[min(index + 1, tokens.count - 1)] }

  /// Goes on to the next token.
  mutating func advance() { index = min(index + 1, tokens.count - 1) }

  /// Whether a mark comes next, which is then passed.
  mutating func passes(_ mark: String) -> Bool {
    guard token == .mark(mark) else { return false }
    advance()
    return true
  }

  /// Whether a word comes next, in letters of any case, which is then passed.
  mutating func passes(word: String) -> Bool {
    guard case .name(let name) = token, name.lowercased() == word else { return false }
    advance()
    return true
  }

  /// Passes a mark that has to come next.
  mutating func expect(_ mark: String) throws(PromQLProblem) {
    guard passes(mark) else { throw unexpected("\"\(mark)\"") }
  }

  /// That something else should come next.
  func unexpected(_ wanted: String) -> PromQLProblem {
    PromQLProblem("\(token.text) stands where \(wanted) should")
  }

  /// Reads what operators of at least a rank bind.
  mutating func part(rank: Int = 1) throws(PromQLProblem) -> Part {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.mostDepth else { throw PromQLProblem(nil) }
    var left = try operand()
    while let binary = PromQLOperator(token), binary.rank >= rank {
      advance()
      let matching = try matching()
      let right = try part(rank: binary.isRightBound ? binary.rank : binary.rank + 1)
      left = Part(type: try binary.type(of: left.type, right.type, matching))
    }
    return left
  }

  private mutating func operand() throws(PromQLProblem) -> Part {
    guard passes("-") || passes("+") else {
      let first = try primary()
      return try modified(first)
    }
    let part = try part(rank: PromQLOperator.powerRank)
    guard part.type == .scalar || part.type == .vector else {
      throw PromQLProblem("\(part.type.rawValue) has no sign")
    }
    return Part(type: part.type)
  }

  private mutating func primary() throws(PromQLProblem) -> Part {
    switch token {
    case .number:
      advance()
      return Part(type: .scalar)
    case .string:
      advance()
      return Part(type: .string)
    case .mark("("):
      advance()
      let inner = try part()
      try expect(")")
      return Part(type: inner.type)
    case .mark("{"): return try selector(named: nil)
    case .name(let name): return try named(name)
    default: throw unexpected("an expression")
    }
  }

  private mutating func named(_ name: String) throws(PromQLProblem) -> Part {
    let word = name.lowercased()
    if ["inf", "nan"].contains(word) {
      advance()
      return Part(type: .scalar)
    }
    if PromQLAggregation.names.contains(word), startsAggregation {
      advance()
      return try aggregation(word)
    }
    advance()
    guard token == .mark("(") else { return try selector(named: name) }
    return try call(of: name)
  }

  private var startsAggregation: Bool {
    switch following {
    case .mark("("): true
    case .name(let next): ["by", "without"].contains(next.lowercased())
    default: false
    }
  }

  /// Reads the arguments of a call.
  mutating func arguments() throws(PromQLProblem) -> [PromQLType] {
    try expect("(")
    var types: [PromQLType] = []
    while !passes(")") {
      types.append(try part().type)
      if passes(")") { break }
      try expect(",")
      if token == .mark(")") { throw unexpected("an expression") }
    }
    return types
  }

  private mutating func call(of name: String) throws(PromQLProblem) -> Part {
    guard let function = PromQLFunction.named(name) else {
      let help = nearest(name, in: PromQLFunction.names).map { ", did you mean \"\($0)\"?" } ?? ""
      throw PromQLProblem("there is no function \"\(name)\"\(help)")
    }
    let given = try arguments()
    let most = function.isVariadic ? Int.max : function.arguments.count
    let least = function.arguments.count - function.optional
    guard (least...most).contains(given.count) else {
      throw PromQLProblem("\(name) takes \(function.count) and gets \(given.count)")
    }
    for (position, type) in given.enumerated() {
      let wanted = function.arguments[min(position, function.arguments.count - 1)]
      guard type == wanted else {
        throw PromQLProblem("\(name) takes \(wanted.rawValue) and gets \(type.rawValue)")
      }
    }
    return Part(type: function.result)
  }
}
