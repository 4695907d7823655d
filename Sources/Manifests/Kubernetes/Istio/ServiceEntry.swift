/// Adds hosts from outside to the mesh.
///
/// Source: istio.io networking/v1 ServiceEntry.
package struct ServiceEntry: ManifestResource {
  /// Name, namespace, labels and annotations.
  package var metadata: ObjectMeta
  /// Hosts.
  package var hosts: [String] = []
  /// Virtual addresses.
  package var addresses: [String] = []
  /// Ports.
  package var ports: [ServerPort] = []
  /// `MESH_EXTERNAL` or `MESH_INTERNAL`.
  package var location: String = "MESH_EXTERNAL"
  /// `NONE`, `STATIC`, `DNS`, `DNS_ROUND_ROBIN`.
  package var resolution: String = "NONE"
  /// Endpoints.
  package var endpoints: [WorkloadEntry] = []
  /// Namespaces that see it.
  package var exportTo: [String] = []
  /// Where the whole object was written.
  package var span: SourceSpan

  /// Reads the object, with upstream's defaults for absent fields.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var object = ObjectReader(node, diagnostics, what: "a ServiceEntry") else { return nil }
    let metadata: ObjectMeta? = object.required("metadata")
    guard var spec = object.requiredSection("spec", diagnostics) else { return nil }
    spec.read("hosts", into: &hosts)
    spec.read("addresses", into: &addresses)
    spec.read("ports", into: &ports)
    spec.read("location", into: &location)
    spec.read("resolution", into: &resolution)
    spec.read("endpoints", into: &endpoints)
    spec.read("exportTo", into: &exportTo)
    guard let metadata else { return nil }
    self.metadata = metadata
    span = object.span
  }
}
