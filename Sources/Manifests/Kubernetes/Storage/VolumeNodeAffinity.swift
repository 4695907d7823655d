/// Nodes from which a volume can be reached.
///
/// Source: Kubernetes core/v1 VolumeNodeAffinity.
package struct VolumeNodeAffinity: ManifestDecodable, Sendable {
  /// Nodes.
  package var required: NodeSelector?

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a volume node affinity") else {
      return nil
    }
    reader.read("required", into: &required)
    if !reader.has("required") {
      diagnostics.error(
        "the nodeAffinity of a volume needs required", at: reader.span.start,
        code: "missing-field")
    }
  }
}
