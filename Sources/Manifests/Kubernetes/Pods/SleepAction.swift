/// A pause of the preStop hook.
///
/// Source: Kubernetes core/v1 SleepAction.
package struct SleepAction: ManifestDecodable, Sendable {
  /// Length in seconds.
  package var seconds: Int = 0
  /// Where `seconds` was written; the enclosing object's place where it is absent.
  package var secondsSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a sleep") else { return nil }
    reader.read("seconds", into: &seconds)
    secondsSpan = reader.span(of: "seconds")
  }
}
