/// Scratch space that lives as long as the pod on its node.
///
/// Source: Kubernetes core/v1 EmptyDirVolumeSource.
package struct EmptyDirVolumeSource: ManifestDecodable, Sendable {
  /// `Memory` counts against the containers' memory; empty is the node's disk.
  package var medium: String = ""
  /// Size beyond which the kubelet evicts the pod; the most that a volume in memory holds.
  package var sizeLimit: Quantity?
  /// Where `sizeLimit` was written; the enclosing object's place where it is absent.
  package var sizeLimitSpan: SourceSpan = .unknown
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "an emptyDir volume") else {
      return nil
    }
    spans = reader.spans
    reader.read("medium", into: &medium)
    reader.read("sizeLimit", into: &sizeLimit)
    sizeLimitSpan = reader.span(of: "sizeLimit")
  }
}
