/// A claim that is made and deleted with its pod.
///
/// Source: Kubernetes core/v1 EphemeralVolumeSource.
package struct EphemeralVolumeSource: ManifestDecodable, Sendable {
  /// Claim made for the pod.
  package var volumeClaimTemplate: ClaimTemplate?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an ephemeral volume") else {
      return nil
    }
    reader.read("volumeClaimTemplate", into: &volumeClaimTemplate)
  }
}
