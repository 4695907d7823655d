/// When a StatefulSet's claims are deleted.
///
/// Source: Kubernetes apps/v1 StatefulSetPersistentVolumeClaimRetentionPolicy.
package struct ClaimRetention: ManifestDecodable, Sendable {
  /// At deletion of the StatefulSet.
  package var whenDeleted: ClaimRetentionPolicy = .retain
  /// At scaling down.
  package var whenScaled: ClaimRetentionPolicy = .retain

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a claim retention") else {
      return nil
    }
    reader.read("whenDeleted", into: &whenDeleted)
    reader.read("whenScaled", into: &whenScaled)
  }
}
