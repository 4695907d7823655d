import SimulationKernel

/// A drill under way: the newest backup is restored beside a running member.
struct RunningDrill: Equatable, Sendable {
  /// Its place among the store's runs.
  let run: Int
  /// How old the restored state is.
  let pointAge: SimDuration
  /// The progress of its restore.
  var restore: RunningRestore
}
