package import Manifests

/// What the API server accepts of a platform and what yet can not work: one line for each rule.
package enum PlatformChecks {
  private static var catalog: [any PlatformCheck.Type] {
    [
      ConfiguredHosts.self,
      ExternalNames.self,
      IngressBackends.self,
      MeshRoutes.self,
      RolloutServices.self,
      ModelCalls.self,
      BlockedCalls.self,
      NodeResolvers.self,
      ServiceTargets.self,
      ProbePorts.self,
      UnsetGates.self,
      EmptySelections.self,
      PlacementTerms.self,
      StorageOfClaims.self,
      ScaleTargets.self,
      OwningResources.self,
      DrainBudgets.self,
      ConfigurationReferences.self,
      PodIdentities.self,
      RuntimeClasses.self,
      ImageNames.self,
      MemoryLimits.self,
      RoleBindings.self,
      WebhookServices.self,
      NodeChoice.self,
      KernelParameters.self,
      RefusedPods.self,
    ]
  }

  /// The rules without which there is no run.
  private static var requirements: [any PlatformCheck.Type] {
    [
      ProfilePlugins.self,
      RunLimits.self,
    ]
  }

  /// Reports everything that breaks a rule; `isWhole` says that nothing else belongs to the
  /// platform.
  package static func report(
    on manifests: ManifestSet, models: PlatformModels, isWhole: Bool,
    _ diagnostics: DiagnosticCollector
  ) {
    let platform = CheckedPlatform(manifests, models: models, isWhole: isWhole)
    for check in catalog + requirements { check.report(on: platform, diagnostics) }
  }

  /// Reports what keeps a whole platform from a run: of the other rules a run shows what it costs
  /// to break them.
  static func reportHindrances(
    of manifests: ManifestSet, models: PlatformModels, _ diagnostics: DiagnosticCollector
  ) {
    let platform = CheckedPlatform(manifests, models: models, isWhole: true)
    for check in requirements { check.report(on: platform, diagnostics) }
  }
}
