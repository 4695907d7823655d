package import Cluster
package import Manifests
package import Metrics
import SimulationKernel

/// Everything that is given before a run: the scenario, the machines, the objects and the models,
/// bound to each other. Immutable, so that any number of runs may share it.
package struct Platform: Sendable {
  /// What happens.
  package let scenario: Scenario
  /// The objects of the API.
  package let manifests: ManifestSet
  /// The machines; nil where none were described.
  package let machines: ClusterDocument?
  /// The cluster to build.
  package let cluster: ClusterSpec
  /// Which model runs in which of the cluster's workloads.
  package let services: [ServiceModel]
  /// The data systems.
  package let stores: [StoreModel]
  /// The users' paths, each request with the proxies before its service.
  package let journeys: [Journey]
  /// What was inferred, guessed or not modelled.
  package let notes: [RunNote]

  /// Binds what was loaded; problems go to the diagnostics, and the result is nil if any is an
  /// error.
  package init?(_ loaded: LoadedScenario, diagnostics: DiagnosticCollector) {
    scenario = loaded.scenario
    manifests = ManifestSet.decode(loaded.objects, diagnostics)
    machines = loaded.models.cluster
    guard !diagnostics.hasErrors else { return nil }
    cluster = ClusterSpec(manifests: manifests, cluster: machines)
    stores = loaded.models.stores
    journeys = loaded.models.journeys
    services = EdgeChains(manifests: manifests, models: loaded.models.services)
      .expanded(for: journeys, diagnostics: diagnostics)
    notes = cluster.notes.map { RunNote(kind: .warning, subject: "cluster", text: $0) }
    guard !diagnostics.hasErrors else { return nil }
  }
}
