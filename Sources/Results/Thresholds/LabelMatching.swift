import Manifests

extension [LabelMatcher] {
  /// Whether a set of labels satisfies all conditions; a label that is not there is empty.
  func match(_ labels: [(name: String, value: String)]) -> Bool {
    allSatisfy { matcher in
      matcher.matches(labels.first { $0.name == matcher.label }?.value ?? "")
    }
  }
}
