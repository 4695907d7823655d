import Manifests
import SimulationKernel

/// The state of kube-scheduler: its queue, its cache of the nodes, and where its next search
/// begins.
struct Scheduler: Sendable {
  /// A pod whose cycle found no node; it is put aside when the cycle ends.
  struct InFlight: Sendable {
    let entry: SchedulingQueue.Entry
    let rejectedBy: PluginMask
    let message: String
    /// Whether a change that can help it came meanwhile.
    var isHelped = false
  }

  var queue: SchedulingQueue
  var cache = SchedulerCache()
  /// The pod whose cycle failed and is not concluded yet.
  var inFlight: InFlight?
  /// Why attempts of pods failed while the cluster is brought to its state at time zero.
  var settlingFailures: [(pod: PodHandle, attempt: UInt16, message: String)] = []
  /// Share of the nodes, in percent, among which a search may end; 0 lets their number decide.
  let percentageOfNodesToScore: Int
  /// Where the next search over the nodes begins.
  var searchStart = 0
  /// Breaks ties between nodes of equal score.
  var tieBreak: EntityRandom
  /// Chooses where the search for preemption candidates begins.
  var preemptionOffset: EntityRandom
  /// Whether the next cycle is scheduled, and when the present one ends.
  var isCycleScheduled = false
  var busyUntil = SimTime(nanoseconds: .min)
  /// Whether the flushes of the waiting pods are scheduled.
  var isBackoffFlushScheduled = false
  var isUnschedulableFlushScheduled = false
  var counters = SchedulerCounters()
  /// Phase of the flushes' periods.
  var flushPhase: SimDuration

  init(seed: UInt64, percentage: Int, version: ClusterVersion) {
    percentageOfNodesToScore = percentage
    queue = SchedulingQueue(hasWindows: version.popsFromBackoffQueue)
    cache.version = version
    tieBreak = EntityRandom(seed: seed, stream: "scheduler/tie-break")
    preemptionOffset = EntityRandom(seed: seed, stream: "scheduler/preemption")
    var phase = EntityRandom(seed: seed, stream: "scheduler/flush")
    flushPhase = phase.duration(below: Timings.backoffFlush)
  }
}
