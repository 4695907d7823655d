import SimulationKernel

/// A drill under way: the newest backup is brought back beside a member that runs.
struct RunningDrill: Equatable, Sendable {
  /// Its place among the store's runs.
  let run: Int
  /// How old the state is that comes back.
  let pointAge: SimDuration
  /// How far it is.
  var restore: RunningRestore
}
