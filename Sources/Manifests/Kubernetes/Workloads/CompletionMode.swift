/// How a Job counts its completions.
///
/// Source: Kubernetes batch/v1 CompletionMode.
package enum CompletionMode: String, EnumeratedField {
  /// Any pod that succeeds counts.
  case nonIndexed = "NonIndexed"

  /// Each index must succeed once.
  case indexed = "Indexed"

  /// What a value is called in messages.
  package static var noun: String { "completion mode" }
}
