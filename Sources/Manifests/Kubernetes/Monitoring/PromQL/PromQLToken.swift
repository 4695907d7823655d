/// A word of a PromQL expression.
enum PromQLToken: Equatable {
  /// A name of a series, a label, a function or an operator.
  case name(String)
  /// A number or a duration, which Prometheus 3 takes in each other's place; whether it is above
  /// zero.
  case number(isPositive: Bool)
  /// The text between quotes, its escapes read.
  case string(String)
  /// A bracket, a comma or an operator.
  case mark(String)
  /// The end of the expression.
  case end

  /// The token as a message shows it.
  var text: String {
    switch self {
    case .name(let name): "\"\(name)\""
    case .number: "a number"
    case .string(let text): "the text \"\(text.prefix(40))\""
    case .mark(let mark): "\"\(mark)\""
    case .end: "the end"
    }
  }
}
