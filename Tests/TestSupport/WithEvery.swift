/// An error of one case of a loop, with the values of the loops around it.
package struct CaseFailure: Error, CustomStringConvertible {
  private let context: String
  private let cause: any Error

  fileprivate init(_ context: String, _ cause: any Error) {
    self.context = context
    self.cause = cause
  }

  /// The loops' values from the outside in, and what went wrong.
  package var description: String { "\(context): \(cause)" }
}

/// Runs a body for every value; a failure names the value.
///
/// The body states what it asks by `try #require`: the first failure ends the loop.
package func withEvery<Values: Sequence>(
  _ name: String, in values: Values, _ body: (Values.Element) throws -> Void
) throws {
  for value in values {
    do { try body(value) } catch { throw CaseFailure("\(name) = \(value)", error) }
  }
}
