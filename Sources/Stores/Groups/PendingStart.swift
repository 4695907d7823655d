import SimulationKernel

/// A start of a member's software that failed, and that the container's main process tries again.
struct PendingStart {
  /// When it is tried next.
  let due: SimTime
  /// How often it was tried in this container.
  let tries: Int
}
