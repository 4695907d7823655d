/// When a Job makes a pod in place of one that ends.
///
/// Source: Kubernetes batch/v1 PodReplacementPolicy.
package enum PodReplacementPolicy: String, EnumeratedField {
  /// As soon as the old one is terminating.
  case terminatingOrFailed = "TerminatingOrFailed"

  /// When the old one has failed for good.
  case failed = "Failed"

  /// What a value is called in messages.
  package static var noun: String { "pod replacement policy" }
}
