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
  /// Its profiles; none for one with the defaults, which places all pods.
  let profiles: [CompiledProfile]
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

  init(seed: UInt64, _ spec: ClusterSpec) {
    let version = spec.version
    percentageOfNodesToScore = spec.percentageOfNodesToScore
    var cache = SchedulerCache()
    cache.version = version
    profiles = spec.schedulerProfiles.map { CompiledProfile($0, &cache) }
    self.cache = cache
    queue = SchedulingQueue(hasWindows: version.popsFromBackoffQueue)
    tieBreak = EntityRandom(seed: seed, stream: "scheduler/tie-break")
    preemptionOffset = EntityRandom(seed: seed, stream: "scheduler/preemption")
    var phase = EntityRandom(seed: seed, stream: "scheduler/flush")
    flushPhase = phase.duration(below: Timings.backoffFlush)
  }

  /// The profile that places pods of a template; nil for the default one.
  func profile(of template: PodTemplate) -> CompiledProfile? {
    profiles.first { $0.name == template.schedulerName }
  }

  /// Who tells what becomes of a template's pods: each profile has a recorder of its own name.
  func recorder(of template: PodTemplate) -> EventSource {
    .scheduler(profile(of: template)?.name ?? SchedulerProfile().schedulerName)
  }

  /// Who tells that the process leads: the first profile (cmd/kube-scheduler/app/options Config).
  var leaderRecorder: EventSource {
    .scheduler(profiles.first?.name ?? SchedulerProfile().schedulerName)
  }

  /// Whether pods of a template are another scheduler's
  /// (pkg/scheduler/eventhandlers.go responsibleForPod).
  func leavesToAnother(_ template: PodTemplate) -> Bool {
    !profiles.isEmpty && profile(of: template) == nil
  }
}
