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

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a key reference") else { return nil }
    let name: String? = reader.required("name")
    let key: String? = reader.required("key")
    reader.read("optional", into: &optional)
    guard let name, let key else { return nil }
    self.name = name
    self.key = key
  }
}
