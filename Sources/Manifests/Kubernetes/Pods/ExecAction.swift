/// A command run in the container; exit code 0 passes.
///
/// Source: Kubernetes core/v1 ExecAction.
package struct ExecAction: ManifestDecodable, Sendable {
  /// Command with its arguments, without a shell.
  package var command: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "exec") else { return nil }
    reader.read("command", into: &command)
  }
}
