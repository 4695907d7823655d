/// Services that a Rollout switches or divides and that do not exist: Argo Rollouts marks it as
/// invalid and changes nothing (controller GetReferencedServices, `service "x" not found`).
package enum RolloutServices: PlatformCheck {
  /// Reports every such Service where the Rollout names it.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for rollout in platform.manifests.rollouts {
      let (canary, blueGreen) = (rollout.strategy.canary, rollout.strategy.blueGreen)
      let named: [(field: String, name: String?, span: SourceSpan?)] = [
        ("canaryService", canary?.canaryService, canary?.canaryServiceSpan),
        ("stableService", canary?.stableService, canary?.stableServiceSpan),
        ("activeService", blueGreen?.activeService, blueGreen?.activeServiceSpan),
        ("previewService", blueGreen?.previewService, blueGreen?.previewServiceSpan),
      ]
      let home = rollout.metadata.home
      for (field, name, span) in named {
        guard let name, !name.isEmpty, let span, !platform.services.contains(name, in: home),
          !platform.manifests.mayBeOperated(name, in: home)
        else { continue }
        diagnostics.warning(
          "the \(field) \"\(name)\" of the Rollout \(rollout.metadata.name) is a Service that no "
            + "manifest defines: it never rolls out", at: span, code: "unknown-service",
          help: platform.services.help(for: name, in: home))
      }
    }
  }
}
