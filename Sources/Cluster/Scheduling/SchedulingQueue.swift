import SimulationKernel

/// Pods that wait to be scheduled: active, backing off, or unschedulable until something changes
/// (pkg/scheduler/internal/queue/scheduling_queue.go).
struct SchedulingQueue: Sendable {
  /// A waiting pod.
  struct Entry: Sendable {
    let pod: PodHandle
    let priority: Int32
    /// Order of entry into the active queue.
    var sequence: UInt64 = 0
    /// Failed attempts so far.
    var attempts: Int = 0
    var backoffEnd = SimTime.zero
    var waitingSince = SimTime.zero
    var rejectedBy = FilterPlugin.Mask()
  }

  private var active: [Entry] = []
  private(set) var backingOff: [Entry] = []
  private(set) var unschedulable: [Entry] = []
  private var nextSequence: UInt64 = 0

  var isIdle: Bool { active.isEmpty }
  var activeCount: Int { active.count }

  /// Adds a pod, or takes one back, to the active queue.
  mutating func activate(_ entry: Entry) {
    var entry = entry
    entry.sequence = nextSequence
    nextSequence += 1
    active.append(entry)
    siftUp(active.count - 1)
  }

  /// Takes the pod with the highest priority that entered first (PrioritySort).
  mutating func pop() -> Entry? {
    guard let first = active.first else { return nil }
    let last = active.removeLast()
    if !active.isEmpty {
      active[0] = last
      siftDown()
    }
    return first
  }

  /// Takes the pod whose back-off ends first, for an idle scheduler.
  mutating func popBackingOff() -> Entry? {
    guard
      let index = backingOff.indices.min(by: {
        backingOff[$0].backoffEnd < backingOff[$1].backoffEnd
      })
    else { return nil }
    return backingOff.remove(at: index)
  }

  /// Puts a pod aside that fitted nowhere; it backs off 1 s, doubling to 10 s.
  mutating func setAside(_ entry: Entry, rejectedBy plugins: FilterPlugin.Mask, at now: SimTime) {
    var entry = entry
    entry.attempts += 1
    entry.rejectedBy = plugins
    entry.waitingSince = now
    entry.backoffEnd = now + SchedulingQueue.backoff(attempts: entry.attempts)
    unschedulable.append(entry)
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

  /// Moves pods that a change of the cluster can help.
  mutating func wake(by change: ClusterChange, at now: SimTime) {
    guard !unschedulable.isEmpty else { return }
    release(at: now) { entry in
      FilterPlugin.allCases.contains {
        entry.rejectedBy.contains($0) && !$0.wokenBy.isDisjoint(with: change)
      }
    }
  }

  /// Moves pods that have waited for five minutes.
  mutating func flushUnschedulable(at now: SimTime) {
    release(at: now) { now - $0.waitingSince > Timings.unschedulableLimit }
  }

  /// Moves pods whose back-off is over to the active queue.
  mutating func flushBackoff(at now: SimTime) {
    var kept: [Entry] = []
    for entry in backingOff {
      if entry.backoffEnd <= now { activate(entry) } else { kept.append(entry) }
    }
    backingOff = kept
  }

  private mutating func release(at now: SimTime, where leaves: (Entry) -> Bool) {
    var kept: [Entry] = []
    for entry in unschedulable {
      if !leaves(entry) {
        kept.append(entry)
      } else if entry.backoffEnd <= now {
        activate(entry)
      } else {
        backingOff.append(entry)
      }
    }
    unschedulable = kept
  }

  private func precedes(_ left: Entry, _ right: Entry) -> Bool {
    (right.priority, left.sequence) < (left.priority, right.sequence)
  }

  private mutating func siftUp(_ start: Int) {
    var child = start
    while child > 0, precedes(active[child], active[(child - 1) / 2]) {
      active.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  private mutating func siftDown() {
    var parent = 0
    while true {
      var first = parent
      for child in (2 * parent + 1)...(2 * parent + 2)
      where child < active.count && precedes(active[child], active[first]) {
        first = child
      }
      guard first != parent else { return }
      active.swapAt(first, parent)
      parent = first
    }
  }
}
