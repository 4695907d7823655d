/// A Secret inside a projected volume.
///
/// Source: Kubernetes core/v1 SecretProjection.
package struct SecretProjection: ManifestDecodable, Sendable {
  /// Name of the Secret.
  package var name: String
  /// Keys shown; all when empty.
  package var items: [KeyToPath] = []
  /// Whether a missing Secret is no error.
  package var optional: Bool = false
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a secret projection") else {
      return nil
    }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    reader.read("items", into: &items)
    reader.read("optional", into: &optional)
    guard let name else { return nil }
    self.name = name
  }
}
