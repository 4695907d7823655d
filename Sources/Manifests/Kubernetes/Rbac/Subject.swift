/// Who a binding grants to.
///
/// Source: Kubernetes rbac/v1 Subject.
package struct Subject: ManifestDecodable, Sendable {
  /// `ServiceAccount`, `User` or `Group`.
  package var kind: String
  /// Name.
  package var name: String
  /// Namespace of a service account.
  package var namespace: String?
  /// API group of users and groups.
  package var apiGroup: String = ""
  /// Where `name` was written; the enclosing object's place where it is absent.
  package var nameSpan: SourceSpan = .unknown
  /// Where `kind` was written; the enclosing object's place where it is absent.
  package var kindSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a subject") else { return nil }
    spans = reader.spans
    let kind: String? = reader.required("kind")
    kindSpan = reader.span(of: "kind")
    let name: String? = reader.required("name")
    nameSpan = reader.span(of: "name")
    reader.read("namespace", into: &namespace)
    reader.read("apiGroup", into: &apiGroup)
    guard let kind, let name else { return nil }
    self.kind = kind
    self.name = name
  }
}
