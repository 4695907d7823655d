/// Bounds of a DaemonSet's rolling update.
///
/// Source: Kubernetes apps/v1 RollingUpdateDaemonSet.
package struct RollingUpdateDaemonSet: ManifestDecodable, Sendable {
  /// Nodes that may be without the pod; a share rounds up.
  package var maxUnavailable: IntOrPercent = .int(1)
  /// Nodes that may have an old and a new pod; a share rounds up.
  package var maxSurge: IntOrPercent = .int(0)
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rolling update") else { return nil }
    spans = reader.spans
    reader.read("maxUnavailable", into: &maxUnavailable)
    reader.read("maxSurge", into: &maxSurge)
  }
}
