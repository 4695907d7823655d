/// A claim of the same namespace.
///
/// Source: Kubernetes core/v1 PersistentVolumeClaimVolumeSource.
package struct ClaimVolumeSource: ManifestDecodable, Sendable {
  /// Name of the claim.
  package var claimName: String
  /// Whether writes are refused.
  package var readOnly: Bool = false
  /// Where `claimName` was written; the enclosing object's place where it is absent.
  package var claimNameSpan: SourceSpan = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a persistentVolumeClaim volume")
    else {
      return nil
    }
    let claimName: String? = reader.required("claimName")
    claimNameSpan = reader.span(of: "claimName")
    reader.read("readOnly", into: &readOnly)
    guard let claimName else { return nil }
    self.claimName = claimName
  }
}
