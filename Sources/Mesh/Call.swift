public import Cluster
public import SimulationKernel

/// One attempt of a call on the wire; a retry is a new record.
///
/// 64 bytes. The client's side is over when it received the response or gave up; the server's side
/// is over when it answered or its pod was lost. The record is freed when both sides are over.
public struct Call: WheelElement {
  /// What is known of a call's two sides.
  ///
  /// Some combinations say where a call is that no pod works on:
  /// - `local` and `lost`: between two attempts, or its connection attempts are dropped.
  /// - `held` (`local`, `lost` and `proxied`): in its client's proxy, delayed or queued.
  /// - `local` and `failed`: the client's own side ended it.
  public struct Flags: OptionSet, BitwiseCopyable, Sendable {
    /// The bits, of which `Call` keeps twelve.
    public let rawValue: UInt16

    /// Makes a set of flags from its bits.
    @inlinable @inline(always)
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The answer is an error.
    @inlinable @inline(always) public static var failed: Flags { Flags(rawValue: 1) }
    /// The client gave up: nobody waits for the answer, and the server's side frees the record.
    @inlinable @inline(always) public static var abandoned: Flags { Flags(rawValue: 2) }
    /// No pod will answer: the server or the network lost the call, or it has not left its client's
    /// side.
    ///
    /// The record is freed when the client gives up.
    @inlinable @inline(always) public static var lost: Flags { Flags(rawValue: 4) }
    /// The call is on its client's side and was sent to no pod.
    @inlinable @inline(always) public static var local: Flags { Flags(rawValue: 8) }
    /// A timer is armed: in the route's class, or in `AttemptLimits.wheel`.
    @inlinable @inline(always) public static var timed: Flags { Flags(rawValue: 16) }
    /// The client's proxy holds it back, or counts it as active in its connection pool.
    @inlinable @inline(always) public static var proxied: Flags { Flags(rawValue: 32) }
    /// Its messages have sizes.
    @inlinable @inline(always) public static var sized: Flags { Flags(rawValue: 128) }
    /// Nothing listened where the request went: connection refused.
    @inlinable @inline(always) public static var refused: Flags { Flags(rawValue: 64) }
    /// The connection was reset under the request or its answer.
    static var reset: Flags { Flags(rawValue: 256) }
    /// The answer is an error of the status 503: its pod had no room for the request.
    static var unavailable: Flags { Flags(rawValue: 512) }

    /// The flags with which `receive` must do more than end the attempt and close the call:
    /// abandoned, failed, local or proxied.
    @inlinable @inline(always) static var needsDetail: Flags { Flags(rawValue: 1 | 2 | 8 | 32) }
    /// The client's proxy holds the call back: it is delayed, or waits for a connection.
    static var held: Flags { Flags(rawValue: 4 | 8 | 32) }
  }

  /// The slab's own word.
  public var slabWord: UInt32 = 0
  /// The call before it in its slot of the timer wheel, as a raw handle.
  public var timerPrevious: UInt32 = .max
  /// The call after it in its slot of the timer wheel, as a raw handle.
  public var timerNext: UInt32 = .max
  /// The caller's own reference: the call it serves, or a journey's iteration.
  public let parent: UInt32
  /// When the client gives up.
  public var deadline: SimTime
  /// When this attempt was issued.
  public var issuedAt: SimTime
  /// The generator of this call's draws; each attempt draws at purposes of its own (`purpose`).
  public let random: RequestRandom
  /// The route taken.
  public var route: UInt32
  /// The pod that sends, as an index; `Network.outside` for users outside the cluster.
  public let client: UInt32
  /// The pod that answers, as a raw handle; `UInt32.max` before one was picked.
  public var server: UInt32 = .max
  /// While the call waits in a proxy's queue and has no server, the next call in that queue, as a
  /// raw handle.
  var nextWaiting: UInt32 {
    get { server }
    set { server = newValue }
  }
  /// Index of the pod that answers.
  @inlinable @inline(always)
  public var serverIndex: Int { PodHandle(rawValue: server).index }
  /// When the first byte of a streamed response reaches the client, in microseconds after
  /// `issuedAt`; 0 while none was sent.
  public var firstByteAfterMicroseconds: UInt32 = 0
  /// Number of attempts before this one.
  public var attempt: UInt8 = 0
  /// The caller's number for this call among those that it makes at once.
  public let position: UInt8
  /// The flags, and above them the owner in four bits: there are fewer than 16 rooms.
  @usableFromInline var flagsAndOwner: UInt16
  /// What is known of both sides.
  @inlinable @inline(always)
  public var flags: Flags {
    get { Flags(rawValue: flagsAndOwner & 0xfff) }
    set { flagsAndOwner = flagsAndOwner & 0xf000 | newValue.rawValue }
  }
  /// The room that made the call and gets its response.
  @inlinable @inline(always)
  public var owner: UInt8 { UInt8(truncatingIfNeeded: flagsAndOwner &>> 12) }
  /// The span of this attempt in a sampled trace; `UInt32.max` where it is not traced.
  public var span: UInt32 = .max

  @inlinable @inline(always)
  init(
    parent: UInt32, issuedAt: SimTime, random: RequestRandom, route: UInt32, client: UInt32,
    owner: UInt8, position: UInt8
  ) {
    self.parent = parent
    deadline = .infinity
    self.issuedAt = issuedAt
    self.random = random
    self.route = route
    self.client = client
    self.position = position
    flagsAndOwner = UInt16(owner) &<< 12
  }

  /// Whether the client still waits for what becomes of it, and has not been told to hear a
  /// failure.
  package var isAwaited: Bool { !flags.contains(.abandoned) && attempt != .max }

  /// The purpose of a draw of this attempt: attempts never share draws.
  @inlinable @inline(always)
  public func purpose(_ purpose: UInt32) -> UInt32 { UInt32(attempt) &<< 24 | purpose }
}
