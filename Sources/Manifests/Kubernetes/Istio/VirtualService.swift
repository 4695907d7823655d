/// Routing rules for requests to hosts of the mesh.
///
/// Source: istio.io networking/v1 VirtualService.
package struct VirtualService: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Hosts that the rules hold for.
  package var hosts: [String] = []
  /// Gateways that they hold at; `mesh` means all sidecars and is the default.
  package var gateways: [String] = []
  /// HTTP rules in order.
  package var http: [HTTPRoute] = []
  /// TLS rules in order.
  package var tls: [ConnectionRoute] = []
  /// TCP rules in order.
  package var tcp: [ConnectionRoute] = []
  /// Namespaces that see it.
  package var exportTo: [String] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a VirtualService") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("hosts", into: &hosts)
    spec.read("gateways", into: &gateways)
    spec.read("http", into: &http)
    spec.read("tls", into: &tls)
    spec.read("tcp", into: &tcp)
    spec.read("exportTo", into: &exportTo)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
    if gateways.isEmpty { gateways = ["mesh"] }
  }
}
