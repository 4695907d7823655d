/// Bounds of a Deployment's rolling update.
///
/// Source: Kubernetes apps/v1 RollingUpdateDeployment; defaults 25 % each.
package struct RollingUpdateDeployment: ManifestDecodable, Sendable {
  /// Pods that may be missing; a share rounds down.
  package var maxUnavailable: IntOrPercent = .percent(25)
  /// Pods that may be too many; a share rounds up.
  package var maxSurge: IntOrPercent = .percent(25)
  /// Where `maxSurge` was written; the enclosing object's place where it is absent.
  package var maxSurgeSpan: SourceSpan = .unknown
  /// Where `maxUnavailable` was written; the enclosing object's place where it is absent.
  package var maxUnavailableSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a rolling update") else { return nil }
    reader.read("maxUnavailable", into: &maxUnavailable)
    maxUnavailableSpan = reader.span(of: "maxUnavailable")
    reader.read("maxSurge", into: &maxSurge)
    maxSurgeSpan = reader.span(of: "maxSurge")
  }
}
