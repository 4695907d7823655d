import SimulationKernel

/// A drill under way: the newest backup is brought back into a scratch target, a second process
/// beside a replica, which shares its disk, its cores and its network with it.
///
/// The base backup comes first, unpacked as it comes, then the log, replayed by one process; each
/// goes as fast as the disk and the cores let it.
struct RunningDrill: Equatable, Sendable {
  /// Bytes a second that one core unpacks and checks (zstd and lz4 bring 400 MB and more; assumed).
  static let unpackedPerSecond = 400.0 * 1_048_576

  /// What is done.
  enum Phase: Equatable, Sendable {
    case provision, restore, replay, start
  }

  /// The member beside which it runs, and the start of its software that was seen.
  let member: Int
  let epoch: UInt32
  /// Its place among the store's runs.
  let run: Int
  /// How old the state is that comes back.
  let pointAge: SimDuration
  private(set) var phase = Phase.provision
  /// When the phase began.
  private var since: SimTime
  /// Bytes of the base backup and of the log that are still to come.
  private var base: Double
  private var log: Double
  /// Looks of which the cores have not done the work; with two it takes no more.
  var pending = 0
  /// How long each step took.
  private(set) var chain: RestoreChain

  init(
    member: Int, epoch: UInt32, run: Int, pointAge: SimDuration, base: Int64, log: Int64,
    chain: RestoreChain, now: SimTime
  ) {
    self.member = member
    self.epoch = epoch
    self.run = run
    self.pointAge = pointAge
    self.base = Double(base)
    self.log = Double(log)
    self.chain = chain
    since = now
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

  /// Goes on for a while at a rate that the disk gives; returns the core time that what came takes.
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

  /// Whether the scratch target serves.
  func isDone(start: SimDuration, now: SimTime) -> Bool { phase == .start && now - since >= start }

  private mutating func enter(_ next: Phase, _ now: SimTime) {
    phase = next
    since = now
  }
}
