package import SimulationKernel

/// An operator of the ecosystem as the cluster meets it: how its software is known, which objects
/// it looks after, and what it does with the pods and volumes behind them.
package struct OperatorSpec: Sendable {
  /// What the names of its images contain, any of them.
  package let images: [String]
  /// Kinds of the objects that users write and it turns into pods.
  package let kinds: [String]
  /// What it asks of the API when it brings a change of such an object to the pods.
  package let request: APIRequest
  /// Whether it makes pods itself; else a StatefulSet or Deployment that it writes does.
  package var makesPods = false
  /// Whether a copy that is told to end gives its lease up.
  package var releasesLease = false
  /// Whether what it makes refers to the object as its owner and blocks its deletion in the
  /// foreground.
  package var blocksDeletion = true
  /// How often it compares all its objects with what it wrote, where it does not watch the
  /// workloads: one that somebody deleted comes back then; nil where it comes back at once.
  package var resync: SimDuration?
  /// How it brings claims to a size that its object asks for.
  package var growth = ClaimGrowth.resizes

  /// What becomes of claims whose object asks for another size.
  package enum ClaimGrowth: Sendable {
    /// The claims are patched.
    case resizes
    /// The StatefulSet is deleted with its pods and written anew; the claims stay as they are.
    case recreates
  }

  /// Whether a workload is its own software.
  package func isSoftware(_ template: PodTemplate) -> Bool {
    template.containers.contains { container in
      images.contains { container.image.contains($0) }
    }
  }
}
