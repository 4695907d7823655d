/// The claim that an ephemeral volume makes for its pod.
///
/// Source: Kubernetes core/v1 PersistentVolumeClaimTemplate.
package struct ClaimTemplate: ManifestDecodable, Sendable {
  /// Labels and annotations of the claim.
  package var metadata: ObjectMeta?
  /// What is claimed.
  package var spec: ClaimSpec

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a claim template") else { return nil }
    reader.read("metadata", into: &metadata)
    let spec: ClaimSpec? = reader.required("spec")
    guard let spec else { return nil }
    self.spec = spec
  }
}
