/// The generator of one entity and purpose: start-up, timer phase, election timer, time to failure.
///
/// xoshiro256++ (Blackman and Vigna 2019), seeded by SplitMix64 from the run's seed and the
/// stream's name, so adding an entity shifts no other's draws.
public struct EntityRandom: RandomNumberGenerator, BitwiseCopyable, Sendable {
  @usableFromInline var a: UInt64
  @usableFromInline var b: UInt64
  @usableFromInline var c: UInt64
  @usableFromInline var d: UInt64

  /// Makes the stream of a name such as "node/worker-3/lease".
  public init(seed: UInt64, stream: String) {
    var words = SplitMix(RequestRandom.streamKey(seed: seed, stream: stream))
    (a, b, c, d) = (words.next(), words.next(), words.next(), words.next())
  }

  /// 64 uniform bits.
  @inlinable @inline(always)
  public mutating func next() -> UInt64 {
    let sum = a &+ d
    let result = (sum &<< 23 | sum &>> 41) &+ a
    let shifted = b &<< 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = d &<< 45 | d &>> 19
    return result
  }

  /// A uniform number in [0, 1).
  @inlinable @inline(always)
  public mutating func unit() -> Double { Double(next() &>> 11) * 0x1p-53 }

  /// A whole number in 0..<count, each as likely up to 2^-32.
  @inlinable @inline(always)
  public mutating func below(_ count: Int) -> Int {
    precondition(count > 0, "a choice has at least one option")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A length drawn uniformly from zero up to (excluding) a length.
  @inlinable
  public mutating func duration(below length: SimDuration) -> SimDuration {
    guard length > .zero else { return .zero }
    return SimDuration(
      nanoseconds: Int64(next().multipliedFullWidth(by: UInt64(length.nanoseconds)).high))
  }

  /// A length drawn uniformly between two lengths.
  @inlinable
  public mutating func duration(from least: SimDuration, to greatest: SimDuration) -> SimDuration {
    least + duration(below: greatest - least)
  }
}
