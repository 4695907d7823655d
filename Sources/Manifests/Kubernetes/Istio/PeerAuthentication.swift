/// Whether callers must use mutual TLS.
///
/// Source: istio.io security/v1 PeerAuthentication.
package struct PeerAuthentication: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Pods that it holds for.
  package var selector: WorkloadSelector = WorkloadSelector()
  /// Mode.
  package var mtls: PeerTLSMode = PeerTLSMode()
  /// Mode by port number.
  package var portLevelMtls: NamedMap<PeerTLSMode> = NamedMap()
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a PeerAuthentication") else {
      return nil
    }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.section("spec", diagnostics) else { return nil }
    spec.read("selector", into: &selector)
    spec.read("mtls", into: &mtls)
    spec.read("portLevelMtls", into: &portLevelMtls)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
