/// Why Prometheus does not take an expression.
struct PromQLProblem: Error {
  /// The sentence; nil where the expression is too deep to be looked into.
  let message: String?

  init(_ message: String?) { self.message = message }
}
