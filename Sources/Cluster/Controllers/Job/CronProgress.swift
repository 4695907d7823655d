import SimulationKernel

/// What a CronJob remembers.
struct CronProgress: Sendable {
  var createdAt = SimTime.zero
  /// From when it looks for starts: its last one, or its creation.
  var lastScheduleAt: SimTime?
  /// The time of its schedule for which it last made a Job.
  var lastStartedAt: SimTime?
  /// When the last Job that it saw complete had ended.
  var lastSuccessAt: SimTime?
  /// Indices of its Jobs that are there, oldest first.
  var jobs: [Int] = []
  /// When its next start is due; other notices are stale.
  var dueAt = SimTime.infinity
}
