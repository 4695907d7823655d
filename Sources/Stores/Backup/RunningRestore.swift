import SimulationKernel

/// A backup that is being restored to a member or, in a drill, to a scratch target beside it.
///
/// After a real loss it is the member itself that gets it, in a drill a second process. Both share
/// the disk, the cores and the network with all that runs there. The base backup comes first,
/// unpacked as it comes, then the log, replayed by one process; each goes as fast as the disk, the
/// line and the cores let it.
struct RunningRestore: Equatable, Sendable {
  /// Bytes a second that one core unpacks and checks (zstd and lz4 bring 400 MB and more; assumed).
  static let unpackedPerSecond = 400.0 * 1_048_576

  /// What is done.
  enum Phase: Equatable, Sendable {
    case provision, restore, replay, start
  }

  /// The member that gets it or beside which it runs, and the start of its software that was seen.
  let member: Int
  private(set) var epoch: UInt32
  /// Which of the run's attempts it is, by which core time that is over is known as its own.
  private(set) var attempt: UInt16
  /// Bytes of the base backup and of the log.
  private let baseBytes: Double
  private let logBytes: Double
  private let beganAt: SimTime
  private(set) var phase: Phase
  /// When the phase began.
  private var since: SimTime
  /// Bytes of the base backup and of the log that are still to come.
  private var base: Double
  private var log: Double
  /// Looks of which the cores have not done the work; with two it takes no more.
  private(set) var pending = 0
  /// How long each step took; those to come as they are planned.
  private(set) var chain: RestoreChain

  init(
    member: Int, epoch: UInt32, attempt: UInt16, base: Double, log: Double, chain: RestoreChain,
    from phase: Phase, now: SimTime
  ) {
    self.member = member
    self.epoch = epoch
    self.attempt = attempt
    baseBytes = base
    logBytes = log
    self.base = base
    self.log = log
    self.chain = chain
    self.phase = phase
    beganAt = now
    since = now
  }

  /// Bytes that are still to come.
  var left: Double { base + log }

  /// The software that was there is another: what it brought back so far is no data directory.
  mutating func beginAgain(epoch: UInt32, attempt: UInt16) {
    self.epoch = epoch
    self.attempt = attempt
    base = baseBytes
    log = logBytes
    pending = 0
    phase = .restore
    since = beganAt
  }

  /// How long each step took, and the one under way at least.
  func chain(at now: SimTime) -> RestoreChain {
    var chain = chain
    if phase == .restore { chain.restore = max(chain.restore, now - since) }
    if phase == .replay { chain.replay = max(chain.replay, now - since) }
    return chain
  }

  /// Bytes a second that it wants by a store's rates.
  func wanted(fetch: Double, replay: Double) -> Double {
    guard pending < 2 else { return 0 }
    switch phase {
    case .restore: return fetch
    case .replay: return min(fetch, replay)
    case .provision, .start: return 0
    }
  }

  /// The cores have done what an attempt gave them at one look; of an earlier one it is nothing.
  mutating func worked(at member: Int, attempt: UInt16) {
    guard member == self.member, attempt == self.attempt, pending > 0 else { return }
    pending -= 1
  }

  /// Goes on for a while at a rate that disk and line give; returns the core time that what came
  /// takes.
  mutating func advance(
    rate: Double, replay: Double, interval: SimDuration, start: SimDuration, now: SimTime
  ) -> SimDuration {
    var work = 0.0
    switch phase {
    case .provision: if now - since >= chain.provision { enter(.restore, now) }
    case .restore where base > 0:
      let moved = min(base, rate * interval.seconds)
      base -= moved
      work = moved / Self.unpackedPerSecond
    case .restore where pending == 0:
      chain.restore = now - since
      enter(.replay, now)
    case .replay where log > 0:
      let moved = min(log, rate * interval.seconds)
      log -= moved
      work = moved / replay
    case .replay where pending == 0:
      chain.replay = now - since
      enter(.start, now)
    case .restore, .replay: break
    case .start: chain.start = start
    }
    if work > 0 { pending += 1 }
    return SimDuration(seconds: work)
  }

  /// Whether what was brought back serves.
  func isDone(start: SimDuration, now: SimTime) -> Bool { phase == .start && now - since >= start }

  private mutating func enter(_ next: Phase, _ now: SimTime) {
    phase = next
    since = now
  }
}
