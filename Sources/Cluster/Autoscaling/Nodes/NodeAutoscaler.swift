package import Manifests
package import SimulationKernel

/// The cluster autoscaler: its pools, the machines under way and what it remembers
/// (kubernetes/autoscaler cluster-autoscaler/core).
package struct NodeAutoscaler: Sendable {
  /// Where a machine is between its provider and the cluster.
  package enum Stage: UInt8, BitwiseCopyable, Sendable {
    /// There is none.
    case absent
    /// It was ordered and boots.
    case ordered
    /// Its kubelet has registered it, and it is not ready for the first time yet.
    case joining
    /// It is a node like others.
    case present
    /// It is emptied and goes.
    case leaving
  }

  /// What is known of one node.
  package struct Member: Sendable {
    /// Index of its pool; -1 for a node of fixed pools.
    package internal(set) var pool: Int32 = -1
    /// Where it is.
    package internal(set) var stage = Stage.present
    /// When it was ordered, or when a process that has not ordered it saw it first.
    var orderedAt = SimTime.zero
    /// When its registration is due, or was; other notices are stale.
    var dueAt = SimTime.infinity
    /// Whether the process that runs has ordered it: only then its pool waits where it does not
    /// come.
    var isAwaited = false
    /// Whether it was given up for not having come, or not having become ready, in time.
    var isOverdue = false
    /// Since when nothing needs it; `infinity` while something does.
    package internal(set) var unneededSince = SimTime.infinity
    /// What keeps it although little runs on it; nil where nothing does.
    package internal(set) var blocker: RemovalBlocker?
    /// From when it is looked at again after something on it was found to keep it.
    package internal(set) var recheckAt = SimTime.zero

    /// Notes what keeps it; what its pods do is believed for a while
    /// (core/scaledown/planner categorizeNodes).
    mutating func block(_ blocker: RemovalBlocker?, at now: SimTime) {
      self.blocker = blocker
      // A pool's least size is seen before nodes are looked at, in every scan.
      guard blocker != nil, blocker != .leastSize else { return }
      recheckAt = now + NodeAutoscaler.unremovableRecheck
    }
  }

  /// An elastic pool at work.
  package struct Pool: Sendable {
    /// What was asked.
    package let spec: NodePoolSpec
    var provision: Sampler
    var readiness: Sampler
    var random: EntityRandom
    /// Until when it does not grow after a failure, and the wait that the failure brought.
    var backoffUntil = SimTime.zero
    var backoff = SimDuration.zero
    var failedAt = SimTime.zero
  }

  /// A pod that no scale-up helped, with a mark of what was said about it.
  struct Refusal: Equatable, Sendable {
    var pod = PodHandle.none
    var mark: UInt64 = 0
  }

  /// What its process did since it began.
  package struct Counters: Sendable {
    /// Nodes that were added.
    package internal(set) var added = 0
    /// Nodes that were taken away with nothing on them.
    package internal(set) var removedEmpty = 0
    /// Nodes that were taken away after their pods.
    package internal(set) var removedUnderused = 0
    /// Nodes that were taken away because they were not ready.
    package internal(set) var removedUnready = 0
    /// Scale-ups whose machines did not come in time.
    package internal(set) var failedScaleUps = 0
    /// Pods that were evicted.
    package internal(set) var evicted = 0
    /// Pods that were not.
    package internal(set) var failedEvictions = 0
  }

  /// What came of a look for pools that should grow.
  enum ScaleUp: Sendable {
    /// None grows.
    case nothing
    /// More pods are expected before one does; no node goes meanwhile.
    case waits
    /// One grows, or several that are alike.
    case grows
  }

  /// How old the oldest pod must be before a pool grows, and the oldest with GPUs
  /// (static_autoscaler.go unschedulablePodTimeBuffer, unschedulablePodWithGpuTimeBuffer).
  static let newPodBuffer = SimDuration.seconds(2)
  static let newGPUPodBuffer = SimDuration.seconds(30)
  /// How long a node that has never been ready is taken to start (clusterstate.go
  /// MaxNodeStartupTime).
  static let mostStartup = SimDuration.minutes(15)
  /// First and greatest wait of a pool after a failed scale-up, and when it is forgotten
  /// (--initial-node-group-backoff-duration, --max-..., --node-group-backoff-reset-timeout).
  static let firstBackoff = SimDuration.minutes(5)
  static let greatestBackoff = SimDuration.minutes(30)
  static let backoffReset = SimDuration.seconds(3 * 3_600)
  private static let toBeDeletedTaint = "ToBeDeletedByClusterAutoscaler"
  private static let deletionCandidateTaint = "DeletionCandidateOfClusterAutoscaler"
  /// --max-nodes-per-scaleup.
  static let mostPerScaleUp = 1_000
  /// --max-scale-down-parallelism and --max-drain-parallelism.
  static let mostRemovals = 10
  static let mostDrains = 1
  /// --scale-down-non-empty-candidates-count: nodes with pods that are looked at in one scan.
  static let mostCandidates = 30
  /// --unremovable-node-recheck-timeout.
  static let unremovableRecheck = SimDuration.minutes(5)
  /// --scale-down-gpu-utilization-threshold.
  static let gpuUtilizationThreshold = 0.5
  /// Extended resources that are GPUs (utils/gpu GPUVendorResourceNames).
  static let gpuResources = [
    "nvidia.com/gpu", "habana.ai/gaudi", "gpu.intel.com/xe", "amd.com/gpu",
    "microsoft.com/directx",
  ]
  /// --expendable-pods-priority-cutoff: pods below it bring no nodes.
  static let expendablePriority: Int32 = -10
  /// --ok-total-unready-count and --max-total-unready-percentage.
  static let tolerableUnready = 3
  static let tolerableUnreadyPercent = 45

  /// Its flags.
  package let settings: AutoscalerSettings
  /// The elastic pools.
  package internal(set) var pools: [Pool] = []
  /// All nodes of the cluster, by index.
  package internal(set) var members: [Member] = []
  /// What its process did.
  package internal(set) var counters = Counters()
  /// Nodes that are being emptied.
  var removals: [NodeRemoval] = []
  /// Pods that no scale-up helped, by their place.
  var refused: [Refusal] = []
  /// Pods that fitted nowhere at the last scan.
  package internal(set) var unschedulable = 0
  /// Whether too many nodes were not ready at the last scan.
  package internal(set) var isUnhealthy = false
  var lastAdd: SimTime
  /// When the last removal of a node began.
  var lastDelete: SimTime
  var lastFailure: SimTime
  /// Since when the API has not answered it; `infinity` while it does.
  private var downSince = SimTime.infinity
  /// Whether the process that scanned last has ended.
  var hasEnded = false
  /// Index of the workload that runs it; nil where no manifest has it.
  var workload: Int?
  var choice: EntityRandom

  /// Makes an autoscaler whose last deeds are an hour ago, as upstream's.
  init(_ settings: AutoscalerSettings, seed: UInt64) {
    self.settings = settings
    let before = SimTime(nanoseconds: -3_600_000_000_000)
    (lastAdd, lastDelete, lastFailure) = (before, before, before)
    choice = EntityRandom(seed: seed, stream: "cluster-autoscaler/expander")
  }

  /// Nodes of a pool that are there, come or go: the size that its provider keeps.
  package func size(of pool: Int) -> Int {
    pools[pool].spec.nodes.count { members[$0].stage != .absent }
  }

  /// The taints of a node that goes, or that may go.
  func taints(of node: Int) -> [NodeTaint] {
    if members[node].stage == .leaving {
      return [NodeTaint(key: Self.toBeDeletedTaint, effect: .noSchedule)]
    }
    guard members[node].unneededSince != .infinity else { return [] }
    return [NodeTaint(key: Self.deletionCandidateTaint, effect: .preferNoSchedule)]
  }

  /// Nodes that nothing needs.
  package var unneededCount: Int { members.count { $0.unneededSince != .infinity } }

  /// Whether nodes are not taken away now because something happened lately.
  package func isCoolingDown(at now: SimTime) -> Bool {
    lastAdd + settings.delayAfterAdd > now || lastDelete + settings.delayAfterDelete > now
      || lastFailure + settings.delayAfterFailure > now
  }

  /// The API does not answer any longer.
  mutating func missAPI(at now: SimTime) { downSince = now }

  /// The API answers again: a process that could not renew its lease until the deadline has ended
  /// (cluster-autoscaler main.go defaultLeaderElectionConfiguration).
  ///
  /// The last renewal, up to a retry period before, is taken to be at the API's end.
  mutating func hearAPI(at now: SimTime) {
    if downSince != .infinity, now - downSince >= MasterLease.rule.renewDeadline {
      hasEnded = true
    }
    downSince = .infinity
  }

  /// Its process runs anew and knows nothing of what was before, as if its last deeds were an hour
  /// ago (static_autoscaler.go NewStaticAutoscaler).
  ///
  /// It sees the machines that are on their way as if they had been ordered now, and waits for none
  /// of them as for one that it has asked for (clusterstate.go updateUnregisteredNodes). Counters
  /// begin at zero.
  mutating func restart(at now: SimTime) {
    let before = now - .seconds(3_600)
    (lastAdd, lastDelete, lastFailure) = (before, before, before)
    isUnhealthy = false
    hasEnded = false
    counters = Counters()
    refused.removeAll()
    removals.removeAll()
    restartUnneededTimes(at: now)
    for node in members.indices {
      members[node].recheckAt = .zero
      members[node].isAwaited = false
      if members[node].stage == .ordered { members[node].orderedAt = now }
    }
    for pool in pools.indices {
      pools[pool].backoffUntil = .zero
      pools[pool].backoff = .zero
    }
  }

  /// What nothing needs has been so since now only.
  mutating func restartUnneededTimes(at now: SimTime) {
    for node in members.indices where members[node].unneededSince != .infinity {
      members[node].unneededSince = now
    }
  }

  /// A node's object is gone, and with it its machine.
  mutating func forget(_ node: Int) {
    guard members[node].pool >= 0 else { return }
    members[node].stage = .absent
    members[node].unneededSince = .infinity
    members[node].blocker = nil
    members[node].recheckAt = .zero
    removals.removeAll { $0.node == node }
  }

  /// A pool's machines did not come: it waits five minutes, doubling to half an hour.
  mutating func backOff(pool: Int, at now: SimTime) {
    let isForgotten = now - pools[pool].failedAt > Self.backoffReset
    let last = isForgotten ? .zero : pools[pool].backoff
    pools[pool].backoff =
      last == .zero ? Self.firstBackoff : min(last * 2, Self.greatestBackoff)
    pools[pool].backoffUntil = now + pools[pool].backoff
    pools[pool].failedAt = now
    counters.failedScaleUps += 1
  }
}
