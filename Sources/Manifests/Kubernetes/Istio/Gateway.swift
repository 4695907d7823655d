/// Ports and hosts that a mesh gateway opens to the outside.
///
/// Source: istio.io networking/v1 Gateway.
package struct Gateway: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Labels of the gateway's pods.
  package var selector: StringMap = StringMap()
  /// Ports and hosts.
  package var servers: [GatewayServer] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a Gateway") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("selector", into: &selector)
    spec.read("servers", into: &servers)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
