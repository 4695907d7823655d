/// A client pod, by index, with what it deals with: a pod by raw handle, a service, or a host
/// outside.
///
/// Pairs are ordered by client.
@usableFromInline
struct ClientPair: BitwiseCopyable, Comparable {
  /// The client in the upper half, the other side in the lower one.
  @usableFromInline let rawValue: UInt64

  @inlinable @inline(always)
  init(_ client: UInt32, _ other: UInt32) { rawValue = UInt64(client) &<< 32 | UInt64(other) }

  @inlinable @inline(always)
  var client: UInt32 { UInt32(truncatingIfNeeded: rawValue &>> 32) }

  // Written out, so that the search for a pair is inlined in other rooms.
  @inlinable @inline(always)
  static func == (one: ClientPair, other: ClientPair) -> Bool { one.rawValue == other.rawValue }

  @inlinable @inline(always)
  static func < (one: ClientPair, other: ClientPair) -> Bool { one.rawValue < other.rawValue }

  /// Is nobody's pair: no pod has the greatest handle.
  @inlinable @inline(always)
  static var none: ClientPair { ClientPair(.max, .max) }
}
