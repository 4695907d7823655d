/// The counter-based generator of one request's draws.
///
/// A draw is a pure function of (seed, arrival stream, request number, call path, attempt,
/// purpose), so changing one part of a world leaves every other request's draws unchanged (common
/// random numbers). `key` condenses all but the purpose; draws are wyrand's outputs at the counter
/// `purpose`, and at the counter 0 the key itself, which is as uniform.
public struct RequestRandom: BitwiseCopyable, Hashable, Sendable {
  /// Seed, stream, request number, call path and attempt, condensed.
  public let key: UInt64

  @inlinable @inline(always)
  init(key: UInt64) { self.key = key }

  /// The generator of one request of a named arrival stream.
  public init(seed: UInt64, stream: String, request: UInt64) {
    self.init(stream: RequestRandom.streamKey(seed: seed, stream: stream), request: request)
  }

  /// Condenses a seed and an arrival stream's name, once per run.
  public static func streamKey(seed: UInt64, stream: String) -> UInt64 {
    var seeds = SplitMix(seed)
    return SplitMix.finalized(seeds.next() ^ stableHash(stream))
  }

  /// The generator of one request of an arrival stream condensed before.
  @inlinable @inline(always)
  public init(stream: UInt64, request: UInt64) {
    key = mixed(stream &+ request &* weylStep)
  }

  /// The generator of one call that this request makes: its position in the calling program and its
  /// attempt.
  @inlinable @inline(always)
  public func call(_ position: UInt64, attempt: UInt32) -> RequestRandom {
    RequestRandom(
      key: mixed(key &+ (position &<< 8 | UInt64(attempt) | 1 &<< 63) &* weylStep))
  }

  /// 64 uniform bits for a purpose (a small constant of the drawing room).
  @inlinable @inline(always)
  public func bits(_ purpose: UInt32) -> UInt64 {
    purpose == 0 ? key : mixed(key &+ UInt64(purpose) &* weylStep)
  }

  /// 64 uniform bits for a position in a program, which may lie beyond the numbers of purposes.
  @inlinable @inline(always)
  public func bits(at position: UInt64) -> UInt64 { mixed(key &+ position &* weylStep) }

  /// The draws for the purposes from a first one on, as one word.
  public struct Purposes: BitwiseCopyable, Sendable {
    @usableFromInline let start: UInt64

    @inlinable @inline(always)
    init(start: UInt64) { self.start = start }

    /// Stands for the draws of nobody.
    public static var none: Purposes { Purposes(start: 0) }

    /// 64 uniform bits for a purpose, counted from the first one.
    @inlinable @inline(always)
    public func bits(_ offset: UInt64) -> UInt64 {
      mixed(start &+ offset &* weylStep)
    }
  }

  /// The draws for the purposes from one on.
  @inlinable @inline(always)
  public func purposes(from first: UInt32) -> Purposes {
    Purposes(start: key &+ UInt64(first) &* weylStep)
  }

  /// A uniform number in [0, 1) for a purpose.
  @inlinable @inline(always)
  public func unit(_ purpose: UInt32) -> Double { Double(bits(purpose) &>> 11) * 0x1p-53 }

  /// Whether an event of a probability, given in units of 2^-64, happens.
  @inlinable @inline(always)
  public func happens(_ probability: Probability, _ purpose: UInt32) -> Bool {
    bits(purpose) < probability.threshold
  }
}

/// A probability as a threshold of 64 uniform bits; certainty is rounded down by 2^-64.
public struct Probability: BitwiseCopyable, Hashable, Sendable {
  /// The number of 64-bit words for which the event happens.
  public let threshold: UInt64

  /// Makes a probability from a number in [0, 1].
  public init(_ value: Double) {
    precondition(value >= 0 && value <= 1, "a probability lies between 0 and 1")
    threshold = value >= 1 ? UInt64.max : UInt64(value * 0x1p64)
  }

  /// The event never happens.
  public static var never: Probability { Probability(0) }
}
