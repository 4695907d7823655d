/// A seccomp or AppArmor profile.
///
/// Source: Kubernetes core/v1 SeccompProfile and AppArmorProfile.
package struct SecurityProfile: ManifestDecodable, Sendable {
  /// `RuntimeDefault`, `Unconfined` or `Localhost`.
  package var type: String
  /// Profile on the node for `Localhost`.
  package var localhostProfile: String?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a security profile") else {
      return nil
    }
    spans = reader.spans
    let type = reader.requiredWord(
      "type", of: ["RuntimeDefault", "Unconfined", "Localhost"], diagnostics)
    reader.read("localhostProfile", into: &localhostProfile)
    guard let type else { return nil }
    self.type = type
  }
}
