import SimulationKernel

/// Pods that wait to be scheduled: active, backing off, or unschedulable until something changes
/// (pkg/scheduler/internal/queue/scheduling_queue.go).
struct SchedulingQueue: Sendable {
  /// A waiting pod.
  struct Entry: Sendable {
    let pod: PodHandle
    let priority: Int32
    /// Order of entry into the queue, at first and after each attempt.
    var sequence: UInt64 = 0
    /// Failed attempts so far.
    var attempts: Int = 0
    var backoffEnd = SimTime.zero
    var waitingSince = SimTime.zero
    var rejectedBy = PluginMask()
  }

  private var active = EntryHeap(order: .priority)
  private var backingOff: EntryHeap
  private var unschedulable: [Entry] = []
  /// The kinds of changes that could help any of the unschedulable pods.
  private var awaited = ClusterChange()
  private var nextSequence: UInt64 = 0
  /// Whether back-offs end by whole seconds, those of one second as one (backoff_queue.go
  /// backoffQOrderingWindowDuration, with SchedulerPopFromBackoffQ).
  private let hasWindows: Bool

  /// Makes an empty queue.
  init(hasWindows: Bool = false) {
    self.hasWindows = hasWindows
    backingOff = EntryHeap(order: hasWindows ? .backoffWindow : .backoffEnd)
  }

  var isIdle: Bool { active.isEmpty }
  var hasBackingOff: Bool { !backingOff.isEmpty }
  var hasUnschedulable: Bool { !unschedulable.isEmpty }
  /// Pods that wait in each of the three queues.
  var counts: (active: Int, backoff: Int, unschedulable: Int) {
    (active.count, backingOff.count, unschedulable.count)
  }

  /// How many pods' last attempt failed, in whichever queue they wait.
  var failed: [PodHandle] {
    unschedulable.map(\.pod) + backingOff.pods(after: 0) + active.pods(after: 1)
  }

  /// Adds a new pod to the active queue.
  mutating func add(_ entry: Entry) {
    var entry = entry
    entry.sequence = nextSequence
    nextSequence += 1
    active.push(entry)
  }

  /// Takes the pod that PrioritySort puts first out of the active queue; if that is empty and the
  /// version does so, the pod whose back-off ends first (SchedulerPopFromBackoffQ).
  mutating func pop(fromBackoff: Bool) -> Entry? {
    active.pop() ?? (fromBackoff ? backingOff.pop() : nil)
  }

  /// Puts a pod that fitted nowhere among the unschedulable ones, or lets it back off if a change
  /// can help it already; the back-off is 1 s, doubling to 10 s.
  ///
  /// `isHelped`: a change that can help it came while it was in flight.
  mutating func setAside(
    _ entry: Entry, rejectedBy plugins: PluginMask, isHelped: Bool, at now: SimTime
  ) {
    var entry = entry
    entry.attempts += 1
    entry.rejectedBy = plugins
    entry.waitingSince = now
    entry.sequence = nextSequence
    nextSequence += 1
    entry.backoffEnd = aligned(now + SchedulingQueue.backoff(attempts: entry.attempts))
    if isHelped {
      backingOff.push(entry)
    } else {
      unschedulable.append(entry)
      awaited.formUnion(plugins.events)
    }
  }

  /// The start of a time's window.
  private func aligned(_ time: SimTime) -> SimTime {
    let window = Timings.backoffFlush.nanoseconds
    guard hasWindows else { return time }
    return SimTime(nanoseconds: time.nanoseconds - (time.nanoseconds % window + window) % window)
  }

  /// Whether a pod may not be tried yet; within the window of its back-off's end neither.
  private func isBackingOff(_ entry: Entry, at now: SimTime) -> Bool {
    hasWindows ? entry.backoffEnd >= aligned(now) : entry.backoffEnd > now
  }

  /// Back-off after a number of attempts: 1 s doubling up to 10 s.
  static func backoff(attempts: Int) -> SimDuration {
    var length = Timings.schedulingBackoff
    var attempt = 1
    while attempt < attempts, length < Timings.schedulingBackoffLimit {
      length = length * 2
      attempt += 1
    }
    return min(length, Timings.schedulingBackoffLimit)
  }

  /// Whether a change can help any unschedulable pod.
  func awaits(_ change: ClusterChange) -> Bool { !awaited.isDisjoint(with: change) }

  /// Moves the unschedulable pods that a change helps to the active or the back-off queue.
  mutating func wake(at now: SimTime, where isHelped: (Entry) -> Bool) {
    release(at: now, where: isHelped)
  }

  /// Moves the unschedulable pods that have waited for five minutes to the active or the back-off
  /// queue.
  mutating func flushUnschedulable(at now: SimTime) {
    release(at: now) { now - $0.waitingSince > Timings.unschedulableLimit }
  }

  /// Moves pods whose back-off is over to the active queue.
  mutating func flushBackoff(at now: SimTime) {
    while let first = backingOff.first, !isBackingOff(first, at: now) {
      if let entry = backingOff.pop() { active.push(entry) }
    }
  }

  private mutating func release(at now: SimTime, where leaves: (Entry) -> Bool) {
    var kept: [Entry] = []
    awaited = ClusterChange()
    for entry in unschedulable {
      if !leaves(entry) {
        kept.append(entry)
        awaited.formUnion(entry.rejectedBy.events)
      } else if isBackingOff(entry, at: now) {
        backingOff.push(entry)
      } else {
        active.push(entry)
      }
    }
    unschedulable = kept
  }
}
