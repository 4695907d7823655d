/// Bounds the change of replicas in a period.
///
/// Source: Kubernetes autoscaling/v2 HPAScalingPolicy.
package struct ScalingPolicy: ManifestDecodable, Sendable {
  /// Pods or percent.
  package var type: ScalingPolicyType
  /// Greatest change.
  package var value: Int
  /// Seconds looked back.
  package var periodSeconds: Int
  /// Where each field was written.
  package var spans: FieldSpans = .unknown

  /// Reads the fields, with upstream's defaults for absent ones.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard var reader = ObjectReader(node, diagnostics, what: "a scaling policy") else { return nil }
    spans = reader.spans
    let type: ScalingPolicyType? = reader.required("type")
    let value: Int? = reader.required("value")
    let periodSeconds: Int? = reader.required("periodSeconds")
    guard let type, let value, let periodSeconds else { return nil }
    self.type = type
    self.value = value
    self.periodSeconds = periodSeconds
  }
}
