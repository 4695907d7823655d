import SimulationKernel

/// What a CronJob remembers.
struct CronProgress: Sendable {
  var createdAt = SimTime.zero
  var lastScheduleAt: SimTime?
  /// When the last Job that it saw complete had ended.
  var lastSuccessAt: SimTime?
  /// Indices of its Jobs that are there, oldest first.
  var jobs: [Int] = []
  /// When its next start is due; other notices are stale.
  var dueAt = SimTime.infinity
}
