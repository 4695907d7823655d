/// Picks a key of a ConfigMap or Secret.
///
/// Source: Kubernetes core/v1 ConfigMapKeySelector and SecretKeySelector.
package struct KeySelector: ManifestDecodable, Sendable {
  /// Name of the ConfigMap or Secret.
  package var name: String
  /// Key inside it.
  package var key: String
  /// Whether a missing key is no error; else the container waits in CreateContainerConfigError.
  package var optional: Bool = false
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown
  /// Where `key` was written; the enclosing object's place where it is absent.
  package var keySpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a key reference") else { return nil }
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    let key: String? = reader.required("key")
    keySpan = reader.span(of: "key")
    reader.read("optional", into: &optional)
    guard let name, let key else { return nil }
    self.name = name
    self.key = key
  }
}
