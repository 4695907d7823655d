/// The role that a binding grants.
///
/// Source: Kubernetes rbac/v1 RoleRef.
package struct RoleReference: ManifestDecodable, Sendable {
  /// API group.
  package var apiGroup: String = "rbac.authorization.k8s.io"
  /// `Role` or `ClusterRole`.
  package var kind: String
  /// Name.
  package var name: String
  /// Where `kind` was written; the enclosing object's place where it is absent.
  package var kindSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a role reference") else { return nil }
    reader.read("apiGroup", into: &apiGroup)
    let kind: String? = reader.required("kind")
    kindSpan = reader.span(of: "kind")
    let name: String? = reader.required("name")
    guard let kind, let name else { return nil }
    self.kind = kind
    self.name = name
  }
}
