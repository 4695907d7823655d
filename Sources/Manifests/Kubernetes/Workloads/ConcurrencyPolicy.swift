/// What a CronJob does when its last Job still runs.
///
/// Source: Kubernetes batch/v1 ConcurrencyPolicy.
package enum ConcurrencyPolicy: String, EnumeratedField {
  /// Starts another beside it.
  case allow = "Allow"

  /// Skips this run.
  case forbid = "Forbid"

  /// Deletes the old one first.
  case replace = "Replace"

  /// What a value is called in messages.
  package static var noun: String { "concurrency policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
