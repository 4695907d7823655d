/// Readiness gates of which nobody sets the condition: their pods are never Ready
/// (pkg/kubelet/status GeneratePodReadyCondition).
package enum UnsetGates: PlatformCheck {
  /// Reports every such gate.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for group in platform.pods {
      for gate in group.spec?.readinessGates ?? []
      where GateController(condition: gate.conditionType) == nil {
        diagnostics.warning(
          "nothing here sets the condition \"\(gate.conditionType)\": the pods of "
            + "\(group.subject) are never Ready", at: gate.conditionTypeSpan,
          code: "unset-readiness-gate",
          help: "leave the gate out to run as if its controller set it; the twin knows those of "
            + "the load balancers of AWS and Google")
      }
    }
  }
}
