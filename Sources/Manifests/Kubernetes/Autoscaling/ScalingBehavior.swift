/// Speed of scaling up and down.
///
/// Source: Kubernetes autoscaling/v2 HorizontalPodAutoscalerBehavior; defaults
/// pkg/apis/autoscaling/v2/defaults.go.
package struct ScalingBehavior: ManifestDecodable, Sendable {
  /// Rules of scaling up.
  package var scaleUp: ScalingRules = .scaleUpDefaults
  /// Rules of scaling down.
  package var scaleDown: ScalingRules = .scaleDownDefaults

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scaling behavior") else {
      return nil
    }
    reader.read("scaleUp", into: &scaleUp)
    reader.read("scaleDown", into: &scaleDown)
    scaleUp.fill(from: .scaleUpDefaults)
    scaleDown.fill(from: .scaleDownDefaults)
  }
}
