/// A rollout by growing shares.
///
/// Source: argoproj.io/v1alpha1 CanaryStrategy.
package struct CanaryStrategy: ManifestDecodable, Sendable {
  /// Steps in order.
  package var steps: [CanaryStep] = []
  /// Service of the canary pods.
  package var canaryService: String?
  /// Service of the stable pods.
  package var stableService: String?
  /// Pods that may be too many.
  package var maxSurge: IntOrPercent = .percent(25)
  /// Pods that may be missing.
  package var maxUnavailable: IntOrPercent = .percent(25)
  /// Analysis beside the steps.
  package var analysis: RolloutAnalysis?
  /// Who divides the traffic; pod counts do when nil.
  package var trafficRouting: RolloutTrafficRouting?
  /// Seconds that canary pods stay after an abort.
  package var abortScaleDownDelaySeconds: Int = 30
  /// Where `canaryService` was written; the enclosing object's place where it is absent.
  package var canaryServiceSpan: SourceSpan = .unknown
  /// Where `stableService` was written; the enclosing object's place where it is absent.
  package var stableServiceSpan: SourceSpan = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a canary") else { return nil }
    reader.read("steps", into: &steps)
    reader.read("canaryService", into: &canaryService)
    canaryServiceSpan = reader.span(of: "canaryService")
    reader.read("stableService", into: &stableService)
    stableServiceSpan = reader.span(of: "stableService")
    reader.read("maxSurge", into: &maxSurge)
    reader.read("maxUnavailable", into: &maxUnavailable)
    reader.read("analysis", into: &analysis)
    reader.read("trafficRouting", into: &trafficRouting)
    reader.read("abortScaleDownDelaySeconds", into: &abortScaleDownDelaySeconds)
  }
}
