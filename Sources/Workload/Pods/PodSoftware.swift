import SimulationKernel

/// The software of one model in one pod: its workers, its queue and how far its start has come.
///
/// What every request touches comes first, so that it lies in few cache lines.
struct PodSoftware: BitwiseCopyable {
  /// How far the software has come.
  enum State: UInt8 {
    /// Nothing runs.
    case absent
    /// Starting up; connections are refused until it listens.
    case starting
    /// Answering.
    case serving
    /// Told to stop: it listens no more and finishes what it has. What still arrives is refused
    /// (the race that a preStop hook is for).
    case stopping
  }

  /// The pod, as a raw handle.
  var pod: UInt32 = .max
  /// The model.
  var model: UInt32 = 0
  /// The container that spends the core time, in the CPU model's numbering.
  var container: UInt32 = 0
  /// Requests that may be worked on at once.
  var workers: UInt32 = 0
  /// Requests worked on, requests waiting for a worker, and the workers.
  var occupancy = Occupancy()
  /// First and last request waiting for a worker, as raw handles.
  var queueHead: UInt32 = .max
  var queueTail: UInt32 = .max
  /// Requests that may wait.
  var queueLimit: UInt32 = 0
  /// Requests that may still be taken in before memory is reported again.
  var memoryCredit: UInt32 = .max
  var state = State.absent
  /// When the slowness after the start is over.
  var warmAt = SimTime.zero
  /// Requests taken in since the start.
  var requests: UInt64 = 0
  /// First of the pod's pools, batchers and caches.
  var firstPool: UInt32 = 0
  var firstBatch: UInt32 = 0
  var firstCache: UInt32 = 0
  /// Core time under way for the start.
  var startJob: UInt32 = .max
  /// Part of the start-up that is over: its time and its core time.
  var startSteps: UInt8 = 0
  /// The pod's own periodic core time under way, as a raw handle.
  var backgroundJob: UInt32 = .max
  /// When that one began, or how long the last one took once it is over.
  var backgroundStartedAt = SimTime.zero
  var backgroundTime = SimDuration.zero
  /// The draws of the pod's own work.
  var random: EntityRandom
  /// Bytes that were left at the last report.
  var memoryLeft: Int64 = 0
  /// When memory is reported at the latest.
  var memoryDueAt = SimTime.infinity
  /// When the log was last reported, and the requests by then.
  var loggedAt = SimTime.zero
  var loggedRequests: UInt64 = 0
  /// Start of the process.
  var startedAt = SimTime.zero

  init(random: EntityRandom) { self.random = random }

  /// Counts a request taken in; whether memory is to be reported again.
  @inline(always)
  mutating func countRequest() -> Bool {
    requests &+= 1
    memoryCredit &-= 1
    return memoryCredit == 0
  }

  /// Gives a worker to a request; false where all are at work.
  @inline(always)
  mutating func takeWorker(at now: SimTime) -> Bool {
    guard occupancy.busy.value < workers else { return false }
    occupancy.busy.add(1, at: now)
    return true
  }

  /// Takes a worker back from a request that was answered; whether none is left at work.
  @inline(always)
  mutating func freeWorker(at now: SimTime) -> Bool {
    occupancy.busy.add(-1, at: now)
    return occupancy.busy.value == 0
  }
}
