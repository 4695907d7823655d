/// Capacity of a node as a dump carries it.
///
/// Source: Kubernetes core/v1 NodeStatus.
package struct NodeStatus: ManifestDecodable, Sendable {
  /// All there is.
  package var capacity: ResourceList = ResourceList()
  /// What pods may use.
  package var allocatable: ResourceList = ResourceList()

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a node status") else { return nil }
    reader.read("capacity", into: &capacity)
    reader.read("allocatable", into: &allocatable)
  }
}
