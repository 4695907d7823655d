/// A disk of a JBOD storage.
///
/// Source: kafka.strimzi.io/v1beta2 SingleVolumeStorage.
package struct KafkaVolume: ManifestDecodable, Sendable {
  /// Number.
  package var id: Int?
  /// `persistent-claim` or `ephemeral`.
  package var type: String = "persistent-claim"
  /// Size.
  package var size: Quantity?
  /// Storage class.
  package var `class`: String?
  /// Whether the claim goes with the cluster.
  package var deleteClaim: Bool = false

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a volume") else { return nil }
    reader.read("id", into: &id)
    reader.read("type", into: &type)
    reader.read("size", into: &size)
    reader.read("class", into: &`class`)
    reader.read("deleteClaim", into: &deleteClaim)
  }
}
