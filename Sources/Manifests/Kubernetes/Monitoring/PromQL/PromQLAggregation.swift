/// An aggregation of series into fewer ones.
enum PromQLAggregation {
  /// Those that take a parameter before the series.
  static let withParameter = [
    "topk", "bottomk", "quantile", "count_values", "limitk", "limit_ratio",
  ]

  /// All names.
  static let names =
    ["sum", "avg", "count", "min", "max", "group", "stddev", "stdvar"] + withParameter
}

extension PromQLExpression {
  /// Reads an aggregation, its name already passed.
  mutating func aggregation(_ name: String) throws(PromQLProblem) -> Part {
    let isGrouped = try groups()
    let given = try arguments()
    if !isGrouped { _ = try groups() }
    let hasParameter = PromQLAggregation.withParameter.contains(name)
    guard given.count == (hasParameter ? 2 : 1) else {
      throw PromQLProblem("\(name) takes \(hasParameter ? 2 : 1) and gets \(given.count)")
    }
    let parameter: PromQLType = name == "count_values" ? .string : .scalar
    if hasParameter, given[0] != parameter {
      throw PromQLProblem("\(name) takes \(parameter.rawValue) and gets \(given[0].rawValue)")
    }
    guard given.last == .vector else {
      let type = given.last ?? .scalar
      throw PromQLProblem("\(name) takes an instant vector and gets \(type.rawValue)")
    }
    return Part(type: .vector)
  }

  private mutating func groups() throws(PromQLProblem) -> Bool {
    guard passes(word: "by") || passes(word: "without") else { return false }
    _ = try labels()
    return true
  }
}
