/// A version of a custom resource.
///
/// Source: Kubernetes apiextensions/v1 CustomResourceDefinitionVersion.
package struct CustomResourceVersion: ManifestDecodable, Sendable {
  /// Version, as `v1`.
  package var name: String
  /// Whether it is served.
  package var served: Bool = true
  /// Whether it is the stored one.
  package var storage: Bool = false

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a version") else { return nil }
    let name: String? = reader.required("name")
    reader.read("served", into: &served)
    reader.read("storage", into: &storage)
    guard let name else { return nil }
    self.name = name
  }
}
