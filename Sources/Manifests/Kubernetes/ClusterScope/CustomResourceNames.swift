/// Names of a custom resource.
///
/// Source: Kubernetes apiextensions/v1 CustomResourceDefinitionNames.
package struct CustomResourceNames: ManifestDecodable, Sendable {
  /// Kind.
  package var kind: String
  /// Name in URLs and RBAC rules.
  package var plural: String
  /// Name of one.
  package var singular: String?
  /// Kind of lists; that of one with `List` behind it where it is nil.
  package var listKind: String?
  /// Short names.
  package var shortNames: [String] = []
  /// Groups of kinds that `kubectl get` takes together, as `all`.
  package var categories: [String] = []
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "names") else { return nil }
    let kind: String? = reader.required("kind")
    let plural: String? = reader.required("plural")
    reader.read("singular", into: &singular)
    spans = reader.spans
    reader.read("listKind", into: &listKind)
    reader.read("shortNames", into: &shortNames)
    reader.read("categories", into: &categories)
    guard let kind, let plural else { return nil }
    self.kind = kind
    self.plural = plural
  }
}
