import SimulationKernel

/// kube-scheduler: its queue, its view of the nodes and where its search goes on.
struct Scheduler: Sendable {
  var queue = SchedulingQueue()
  var cache = SchedulerCache()
  /// Where the next search over the nodes begins.
  var searchStart = 0
  /// Breaks ties between nodes of equal score.
  var tieBreak: EntityRandom
  /// Whether the next cycle is scheduled.
  var isCycleScheduled = false
  /// Whether the flushes of the waiting pods are scheduled.
  var isBackoffFlushScheduled = false
  var isUnschedulableFlushScheduled = false
  /// Phase of the flushes' periods.
  var flushPhase: SimDuration

  init(seed: UInt64) {
    tieBreak = EntityRandom(seed: seed, stream: "scheduler/tie-break")
    var phase = EntityRandom(seed: seed, stream: "scheduler/flush")
    flushPhase = phase.duration(below: Timings.backoffFlush)
  }
}
