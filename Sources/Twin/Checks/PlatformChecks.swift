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
      ProfilePlugins.self,
    ]
  }

  /// Reports everything that breaks a rule, and what no run can hold; `isWhole` says that nothing
  /// else belongs to the platform.
  package static func report(
    on manifests: ManifestSet, models: PlatformModels, isWhole: Bool,
    _ diagnostics: DiagnosticCollector
  ) {
    let platform = CheckedPlatform(manifests, models: models, isWhole: isWhole)
    for check in catalog { check.report(on: platform, diagnostics) }
    RunLimits.checkPods(platform, diagnostics)
  }
}
