/// Identity of pods towards the API server and in the mesh.
///
/// Source: Kubernetes core/v1 ServiceAccount.
package struct ServiceAccount: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Registry credentials of its pods.
  package var imagePullSecrets: [LocalObjectReference] = []
  /// Whether its pods get a token.
  package var automountServiceAccountToken: Bool?
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ServiceAccount") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    object.read("imagePullSecrets", into: &imagePullSecrets)
    object.read("automountServiceAccountToken", into: &automountServiceAccountToken)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
