/// Where a custom resource has what `kubectl scale` and autoscalers read and write.
///
/// Source: Kubernetes apiextensions/v1 CustomResourceSubresourceScale.
package struct ScaleSubresource: ManifestDecodable, Sendable {
  /// Where the replicas that are wished for are.
  package var specReplicasPath: String = ""
  /// Where the replicas that there are are.
  package var statusReplicasPath: String = ""
  /// Where the selector of the pods is.
  package var labelSelectorPath: String = ""
  /// Where each field was written.
  package var spans: FieldSpans

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scale subresource") else {
      return nil
    }
    spans = reader.spans
    reader.read("specReplicasPath", into: &specReplicasPath)
    reader.read("statusReplicasPath", into: &statusReplicasPath)
    reader.read("labelSelectorPath", into: &labelSelectorPath)
  }
}
