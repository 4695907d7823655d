/// A scenario with everything its documents say about the platform.
package struct LoadedScenario: Sendable {
  /// The scenario.
  package let scenario: Scenario
  /// The machines; nil where no Cluster document was found.
  package let cluster: ClusterDocument?
  /// How services behave.
  package let services: [ServiceModel]
  /// How stores behave.
  package let stores: [StoreModel]
  /// What users do.
  package let journeys: [Journey]
  /// Kubernetes objects that the scenario's own file holds.
  package let objects: [ManifestDocument]
}
