/// An endpoint of a service entry.
///
/// Source: istio.io networking/v1 WorkloadEntry.
package struct WorkloadEntry: ManifestDecodable, Sendable {
  /// Address.
  package var address: String = ""
  /// Ports by name.
  package var ports: NamedMap<Int> = NamedMap()
  /// Labels.
  package var labels: StringMap = StringMap()
  /// Locality, as `region/zone`.
  package var locality: String?
  /// Share.
  package var weight: Int?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an endpoint") else { return nil }
    reader.read("address", into: &address)
    reader.read("ports", into: &ports)
    reader.read("labels", into: &labels)
    reader.read("locality", into: &locality)
    reader.read("weight", into: &weight)
  }
}
