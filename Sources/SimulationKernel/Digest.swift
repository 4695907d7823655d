/// A 64-bit fold of what a run did: equal digests mean the same events in the same order.
///
/// Each word is mixed by a multiplication with a rotation, as in wyhash; not cryptographic.
public struct Digest: BitwiseCopyable, Hashable, Sendable, CustomStringConvertible {
  @usableFromInline var word: UInt64

  /// The folded words.
  @inlinable @inline(always)
  public var value: UInt64 { word }

  /// Starts a digest from a seed.
  @inlinable
  public init(seed: UInt64) { word = seed ^ 0x9e37_79b9_7f4a_7c15 }

  /// Folds one word.
  @inlinable @inline(always)
  public mutating func fold(_ next: UInt64) {
    let mixed = (word ^ next) &* 0xd6e8_feb8_6659_fd93
    word = mixed &<< 29 | mixed &>> 35
  }

  /// Folds one event: time, sequence, room, kind and argument.
  @inlinable @inline(always)
  mutating func fold(_ notice: Notice) {
    let content =
      UInt64(bitPattern: notice.time.nanoseconds) &+ UInt64(notice.argument) &* weylStep
    word = folded(word ^ content, notice.order ^ 0x8bb8_4b93_962e_acc9)
  }

  /// Sixteen hexadecimal digits.
  public var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
