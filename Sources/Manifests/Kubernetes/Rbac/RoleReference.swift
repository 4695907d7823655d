/// The role that a binding grants.
///
/// Source: Kubernetes rbac/v1 RoleRef.
package struct RoleReference: ManifestDecodable, Sendable {
  /// API group.
  package var apiGroup: String = Self.group
  /// `Role` or `ClusterRole`.
  package var kind: String
  /// Name.
  package var name: String
  /// Where `kind` was written; the enclosing object's place where it is absent.
  package var kindSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// The group of all roles.
  static let group = "rbac.authorization.k8s.io"

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a role reference") else { return nil }
    spans = reader.spans
    reader.read("apiGroup", into: &apiGroup)
    if apiGroup.isEmpty { apiGroup = Self.group }
    let kind: String? = reader.required("kind")
    kindSpan = reader.span(of: "kind")
    let name: String? = reader.required("name")
    guard let kind, let name else { return nil }
    self.kind = kind
    self.name = name
  }
}
