/// A world of rooms: takes each event and hands it to the one room it is addressed to.
public protocol EventHandler: ~Copyable {
  /// Handles one event at its time.
  mutating func handle(_ notice: Notice, in simulation: inout Simulation)
}

/// The present time, the events to come and the digest of those that were.
///
/// One loop runs a simulation: it takes the first event by (time, sequence), moves the clock and
/// hands the event to the world. Nothing else moves the clock.
public struct Simulation: ~Copyable {
  private let inPlace = InPlace()
  /// The seed from which every stream of the run derives.
  public let seed: UInt64
  @usableFromInline var clock = SimTime.zero
  @usableFromInline var handled: UInt64 = 0
  @usableFromInline var folded: Digest
  @usableFromInline var events = RadixWheel()
  @usableFromInline var nextSequence: UInt64 = 0

  /// Makes a simulation at time zero with no event.
  public init(seed: UInt64) {
    self.seed = seed
    folded = Digest(seed: seed)
  }

  /// The present simulated time.
  @inlinable @inline(always)
  public var now: SimTime { clock }

  /// Number of events handled.
  @inlinable @inline(always)
  public var handledCount: UInt64 { handled }

  /// Folds every handled event: time, sequence, room, kind and argument.
  @inlinable @inline(always)
  public var digest: Digest { folded }

  /// Schedules an event.
  ///
  /// - Precondition: `time` is not in the past.
  @inlinable @inline(always)
  public mutating func schedule(at time: SimTime, room: UInt8, kind: UInt8, argument: UInt32) {
    events.push(
      Notice(time: time, sequence: nextSequence, room: room, kind: kind, argument: argument))
    nextSequence &+= 1
  }

  /// Schedules an event a length of time from now.
  @inlinable @inline(always)
  public mutating func schedule(
    after delay: SimDuration, room: UInt8, kind: UInt8, argument: UInt32
  ) {
    schedule(at: now + delay, room: room, kind: kind, argument: argument)
  }

  /// Handles all events through a time, then moves the clock there.
  @inlinable
  public mutating func run<World: EventHandler & ~Copyable>(
    _ world: inout World, through end: SimTime
  ) {
    while let notice = events.pop(through: end) {
      advance(to: notice)
      world.handle(notice, in: &self)
    }
    finish(at: end)
  }

  @inlinable @inline(always)
  mutating func advance(to notice: Notice) {
    clock = notice.time
    handled &+= 1
    folded.fold(notice)
  }

  @usableFromInline
  mutating func finish(at end: SimTime) { if clock < end { clock = end } }
}
