package import SimulationKernel

/// What became of a snapshot.
package struct SnapshotNews: Equatable, Sendable {
  /// How far it is.
  package enum Step: Equatable, Sendable {
    case began
    /// It is installed, after a time.
    case installed(SimDuration)
    /// It did not get there; it begins again once the follower answers.
    case broken
  }

  /// How far it is.
  package let step: Step
  /// The member that sends it.
  package let source: Int
  /// The member that gets it.
  package let target: Int
  /// Bytes of the state.
  package let bytes: Int64
}
