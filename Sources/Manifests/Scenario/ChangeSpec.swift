package import SimulationKernel

/// What operators do at a time: an entry of a scenario's `changes`.
package struct ChangeSpec: Sendable {
  /// When it is done.
  package let at: SimTime
  /// Where it was written.
  package let span: SourceSpan
  /// What is done.
  package let action: ChangeAction
}

/// What operators do, as with kubectl.
package enum ChangeAction: Sendable {
  /// Manifests of a file are applied.
  case apply(ManifestPath)
  /// A workload gets another number of pods.
  case scale(WorkloadReference, replicas: Int)
  /// A workload's pods are replaced as its strategy says.
  case restart(WorkloadReference)
  /// A node takes no new pods, and its pods are evicted.
  case drain(node: String, span: SourceSpan)
  /// A node takes no new pods.
  case cordon(node: String, span: SourceSpan)
  /// A node takes pods again.
  case uncordon(node: String, span: SourceSpan)
  /// An object is deleted.
  case delete(NamedObject)
}

/// The names of the changes.
package enum ChangeKind: String, Sendable, CaseIterable {
  case apply, scale, restart, drain, cordon, uncordon, delete
}
