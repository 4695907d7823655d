/// All keys of a ConfigMap or Secret as environment variables.
///
/// Source: Kubernetes core/v1 EnvFromSource.
package struct EnvFromSource: ManifestDecodable, Sendable {
  /// Put before each key.
  package var prefix: String = ""
  /// The ConfigMap.
  package var configMapRef: OptionalReference?
  /// The Secret.
  package var secretRef: OptionalReference?
  /// Where the whole was written.
  package var span: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an envFrom entry") else { return nil }
    reader.read("prefix", into: &prefix)
    reader.read("configMapRef", into: &configMapRef)
    reader.read("secretRef", into: &secretRef)
    span = reader.span
    spans = reader.spans
  }
}
