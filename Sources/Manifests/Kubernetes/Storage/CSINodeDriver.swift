/// A volume driver on a node.
///
/// Source: Kubernetes storage/v1 CSINodeDriver.
package struct CSINodeDriver: ManifestDecodable, Sendable {
  /// Name.
  package var name: String
  /// The node's identity in the driver.
  package var nodeID: String
  /// Node labels that say where its volumes can be reached.
  package var topologyKeys: [String] = []
  /// What it can attach; nil means no limit.
  package var allocatable: VolumeNodeResources?

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a driver of a node") else {
      return nil
    }
    let name: String? = reader.required("name")
    let nodeID: String? = reader.required("nodeID")
    reader.read("topologyKeys", into: &topologyKeys)
    reader.read("allocatable", into: &allocatable)
    guard let name, let nodeID else { return nil }
    self.name = name
    self.nodeID = nodeID
  }
}
