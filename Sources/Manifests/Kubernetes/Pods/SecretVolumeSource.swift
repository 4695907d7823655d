/// A Secret as files.
///
/// Source: Kubernetes core/v1 SecretVolumeSource.
package struct SecretVolumeSource: ManifestDecodable, Sendable {
  /// Name of the Secret.
  package var secretName: String = ""
  /// Keys shown; all when empty.
  package var items: [KeyToPath] = []
  /// Whether a missing Secret is no error.
  package var optional: Bool = false
  /// File mode bits.
  package var defaultMode: Int = 0o644
  /// Where `defaultMode` was written; the enclosing object's place where it is absent.
  package var defaultModeSpan: SourceSpan = .unknown
  /// Where `secretName` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a secret volume") else { return nil }
    reader.read("secretName", into: &secretName)
    nameSpan = reader.span(of: "secretName")
    reader.read("items", into: &items)
    reader.read("optional", into: &optional)
    reader.read("defaultMode", into: &defaultMode)
    defaultModeSpan = reader.span(of: "defaultMode")
  }
}
