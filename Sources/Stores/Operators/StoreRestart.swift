import SimulationKernel

/// A restart of a store that is under way.
struct StoreRestart {
  let manager: StoreOperator
  var progress: RollingRestart
  /// How often each member of the batch had started when it was stopped.
  var epochs: [(member: Int, epoch: UInt32)] = []
  /// Pods whose hook ends at a time.
  var stopping: [(member: Int, at: SimTime)] = []
  /// Whether the operator has said that it waits until another pod may stop.
  var isPostponed = false
  /// When the operator looks again whether a pod may stop.
  var looksAgainAt = SimTime.zero
}
