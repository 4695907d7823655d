/// Linux capabilities added and dropped.
///
/// Source: Kubernetes core/v1 Capabilities.
package struct Capabilities: ManifestDecodable, Sendable {
  /// Capabilities added.
  package var add: [String] = []
  /// Capabilities dropped.
  package var drop: [String] = []

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "capabilities") else { return nil }
    reader.read("add", into: &add)
    reader.read("drop", into: &drop)
  }
}
