/// Signs certificates: of its namespace, or as a ClusterIssuer of all namespaces.
///
/// Source: cert-manager.io/v1 Issuer, ClusterIssuer.
package struct Issuer: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// How.
  package var spec: IssuerSpec
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    let what = node["kind"]?.text == "ClusterIssuer" ? "a ClusterIssuer" : "an Issuer"
    guard var object = ObjectReader(node, diagnostics, what: what) else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    let spec: IssuerSpec? = object.required("spec")
    guard let metadata, let spec else { return nil }
    self.metadata = metadata
    self.spec = spec
    span = object.span
  }
}
