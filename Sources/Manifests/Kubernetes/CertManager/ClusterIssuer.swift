/// Signs certificates of all namespaces.
///
/// Source: cert-manager.io/v1 ClusterIssuer.
package struct ClusterIssuer: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// How.
  package var spec: IssuerSpec
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ClusterIssuer") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let spec: IssuerSpec? = object.required("spec")
    guard let metadata, let spec else { return nil }
    self.metadata = metadata
    self.spec = spec
    span = object.span
  }
}
