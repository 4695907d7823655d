/// Replication slots that the operator keeps.
///
/// Source: postgresql.cnpg.io/v1 ReplicationSlotsConfiguration.
package struct ReplicationSlots: ManifestDecodable, Sendable {
  /// Slots for standbys.
  package var highAvailability: HighAvailabilitySlots = HighAvailabilitySlots()
  /// Seconds between updates on standbys.
  package var updateInterval: Int = 30

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "replication slots") else {
      return nil
    }
    reader.read("highAvailability", into: &highAvailability)
    reader.read("updateInterval", into: &updateInterval)
  }
}
