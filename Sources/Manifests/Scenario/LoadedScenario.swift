/// A scenario with everything that its documents and files say about the platform.
package struct LoadedScenario: Sendable {
  /// The scenario.
  package let scenario: Scenario
  /// The models, journeys and machines.
  package let models: PlatformModels
  /// Kubernetes objects, of the scenario's own file and of `platform.manifests`.
  package let objects: [ManifestDocument]
  /// What the scenario's `apply` changes apply.
  package let applied: [AppliedManifests]
  /// The scenario's document with the command line's values in place, as JSON; where there was
  /// none, the one that was made, as `init` writes it.
  package let resolved: String
}

/// The objects of one `apply` change.
package struct AppliedManifests: Sendable {
  /// The change's position in `Scenario.changes`.
  package let change: Int
  /// The objects of its file.
  package let objects: [ManifestDocument]
}
