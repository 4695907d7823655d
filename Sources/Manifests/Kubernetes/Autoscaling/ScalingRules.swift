/// How fast an autoscaler may go in one direction.
///
/// Source: Kubernetes autoscaling/v2 HPAScalingRules.
package struct ScalingRules: ManifestDecodable, Sendable {
  /// Seconds of recommendations looked back over; the controller's flag (300) when nil.
  package var stabilizationWindowSeconds: Int?
  /// Policy that decides.
  package var selectPolicy: ScalingPolicySelect = .max
  /// Policies.
  package var policies: [ScalingPolicy] = []
  /// Whether a list of policies is given that has none: the API server refuses it, where an absent
  /// list gets the defaults.
  package var hasNoPolicies = false
  /// Where `policies` was written; the enclosing object's place where it is absent.
  package var policiesSpan: SourceSpan = .unknown
  /// Deviation of the ratio that is ignored; the controller's 10 % when nil (1.33).
  package var tolerance: Quantity?
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Makes what an absent field stands for.
  package init() {}

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "scaling rules") else { return nil }
    spans = reader.spans
    reader.read("stabilizationWindowSeconds", into: &stabilizationWindowSeconds)
    reader.read("selectPolicy", into: &selectPolicy)
    let policies: [ScalingPolicy]? = reader.optional("policies")
    hasNoPolicies = reader.node("policies")?.elements?.isEmpty ?? false
    policiesSpan = reader.span(of: "policies")
    self.policies = policies ?? []
    reader.read("tolerance", into: &tolerance)
  }
}
