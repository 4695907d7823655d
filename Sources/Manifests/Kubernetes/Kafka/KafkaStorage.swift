/// Disks of a broker.
///
/// Source: kafka.strimzi.io/v1beta2 Storage.
package struct KafkaStorage: ManifestDecodable, Sendable {
  /// `persistent-claim`, `ephemeral` or `jbod`.
  package var type: String
  /// Size of the one disk.
  package var size: Quantity?
  /// Storage class of the one disk.
  package var `class`: String?
  /// Whether the claim goes with the cluster.
  package var deleteClaim: Bool = false
  /// Disks of a JBOD storage.
  package var volumes: [KafkaVolume] = []

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a storage") else { return nil }
    let type: String? = reader.required("type")
    reader.read("size", into: &size)
    reader.read("class", into: &`class`)
    reader.read("deleteClaim", into: &deleteClaim)
    reader.read("volumes", into: &volumes)
    guard let type else { return nil }
    self.type = type
  }
}
