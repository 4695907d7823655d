/// Grants a role inside a namespace.
///
/// Source: Kubernetes rbac/v1 RoleBinding.
package struct RoleBinding: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Role granted.
  package var roleRef: RoleReference
  /// Who gets it.
  package var subjects: [Subject] = []
  /// Where `roleRef` was written; the enclosing object's place where it is absent.
  package var roleRefSpan: SourceSpan = .unknown
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a RoleBinding") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let roleRef: RoleReference? = object.required("roleRef")
    roleRefSpan = object.span(of: "roleRef")
    object.read("subjects", into: &subjects)
    guard let metadata, let roleRef else { return nil }
    self.metadata = metadata
    self.roleRef = roleRef
    span = object.span
  }
}
