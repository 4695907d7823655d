extension HorizontalPodAutoscaler {
  /// Reports a target whose API version the API server refuses; older ones take it, and the
  /// autoscaler finds no target (pkg/apis/autoscaling/validation ValidateAPIVersion; pkg/registry/
  /// autoscaling/horizontalpodautoscaler strategy.go, which knows one kind without a group).
  func checkTarget(_ version: ClusterVersion?, _ diagnostics: DiagnosticCollector) {
    guard let version, version.checksScaleTargets else { return }
    let target = scaleTargetRef
    guard let group = target.group else {
      diagnostics.error(
        "the apiVersion of the scaleTargetRef is no group and version", at: target.apiVersionSpan,
        code: "invalid-value", help: target.servedVersion.map { "write \($0)" })
      return
    }
    guard group.isEmpty, target.kind != "ReplicationController" else { return }
    diagnostics.error(
      "the scaleTargetRef needs an apiVersion with a group", at: target.apiVersionSpan,
      code: "missing-field", help: target.servedVersion.map { "write apiVersion: \($0)" })
  }
}
