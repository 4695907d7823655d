/// Slots kept on standbys.
///
/// Source: postgresql.cnpg.io/v1 ReplicationSlotsHAConfiguration.
package struct HighAvailabilitySlots: ManifestDecodable, Sendable {
  /// Whether they are kept.
  package var enabled: Bool = true
  /// Prefix of their names.
  package var slotPrefix: String = "_cnpg_"

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "high availability slots") else {
      return nil
    }
    reader.read("enabled", into: &enabled)
    reader.read("slotPrefix", into: &slotPrefix)
  }
}
