import ArgumentParser

/// The form in which `validate` prints its messages.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
  /// As the Rust compiler prints.
  case text
  /// A JSON array.
  case json
  /// SARIF 2.1.0, which code scanning services read.
  case sarif
  /// Workflow commands that GitHub Actions turns into annotations.
  case github
}
