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
    /// It got SIGTERM: it finishes the requests it has and accepts no others. What still arrives is
    /// refused, which is the race that a preStop hook is for.
    case stopping
  }

  /// The parts of a start, which run at the same time.
  struct StartParts: OptionSet {
    let rawValue: UInt8

    /// Its time, such as waits for other systems.
    static let time = StartParts(rawValue: 1)
    /// Its core time.
    static let core = StartParts(rawValue: 2)
    static let all: StartParts = [.time, .core]
  }

  /// The pod, as a raw handle.
  var pod: UInt32 = .max
  /// The model.
  var model: UInt32 = 0
  /// The container that spends the core time, in the CPU model's numbering.
  var container: UInt32 = 0
  /// Requests that may be worked on at once.
  var workers: UInt32 = 0
  /// How many workers are busy, how many requests wait for one, and how many workers there are,
  /// over time.
  var occupancy = Occupancy()
  /// Requests that wait for a worker.
  var queue = RequestQueue()
  /// How many requests may wait for a worker.
  var queueLimit: UInt32 = 0
  /// How many requests may still arrive before memory is reported again.
  var memoryCredit: UInt32 = .max
  var state = State.absent
  /// When the warm-up is over, during which every step takes longer.
  var warmAt = SimTime.zero
  /// Requests taken in since the start.
  var requests: UInt64 = 0
  /// First of the pod's pools, batchers and caches.
  var firstPool: UInt32 = 0
  var firstBatch: UInt32 = 0
  var firstCache: UInt32 = 0
  /// The job on the CPU for the start, as a raw handle.
  var startJob: UInt32 = .max
  /// When the time of the start is over.
  var startDueAt = SimTime.infinity
  /// The parts of the start that are over.
  var startParts: StartParts = []
  /// The pod's own periodic core time under way, as a raw handle.
  var backgroundJob: UInt32 = .max
  /// When the periodic work is due next.
  var backgroundDueAt = SimTime.infinity
  /// When the periodic work last began.
  var backgroundStartedAt = SimTime.zero
  /// How long the last periodic work took that is over.
  var backgroundTime = SimDuration.zero
  /// The draws of the pod's own work.
  var random: EntityRandom
  /// Bytes that were left below the limit at the last report.
  var memoryLeft: Int64 = 0
  /// When memory is reported at the latest.
  var memoryDueAt = SimTime.infinity
  /// When the log's growth was last reported, and the requests until then.
  var loggedAt = SimTime.zero
  var loggedRequests: UInt64 = 0
  /// When the process started.
  var startedAt = SimTime.zero

  init(random: EntityRandom) { self.random = random }

  /// Counts a request that is taken in; returns whether memory is to be reported again.
  @inline(always)
  mutating func countRequest() -> Bool {
    requests &+= 1
    memoryCredit &-= 1
    return memoryCredit == 0
  }

  /// Gives a worker to a request; returns false where all are busy.
  @inline(always)
  mutating func takeWorker(at now: SimTime) -> Bool {
    guard occupancy.busy.value < workers else { return false }
    occupancy.busy.add(1, at: now)
    return true
  }

  /// Takes a worker back from a request that was answered; returns whether no worker is busy any
  /// more.
  @inline(always)
  mutating func freeWorker(at now: SimTime) -> Bool {
    occupancy.busy.add(-1, at: now)
    return occupancy.busy.value == 0
  }
}
