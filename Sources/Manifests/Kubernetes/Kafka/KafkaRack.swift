/// Node label that tells the broker's rack.
///
/// Source: kafka.strimzi.io/v1beta2 Rack.
package struct KafkaRack: ManifestDecodable, Sendable {
  /// Node label.
  package var topologyKey: String

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rack") else { return nil }
    let topologyKey: String? = reader.required("topologyKey")
    guard let topologyKey else { return nil }
    self.topologyKey = topologyKey
  }
}
