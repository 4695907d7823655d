/// A scheduled event: when it happens, who handles it, what kind it is and one small argument.
///
/// 24 bytes and no references. `order` packs the sequence number (48 bits), the room (8) and the
/// kind (8), so that (time, order) sorts by time and then first in, first out.
public struct Notice: BitwiseCopyable, Sendable {
  /// When the event happens.
  public var time: SimTime
  /// Sequence number, room and kind in one word.
  @usableFromInline var order: UInt64
  /// A handle, an index or a small number; its meaning belongs to the kind.
  public var argument: UInt32

  /// Makes an event; the simulation counts the sequence, which breaks ties among equal times.
  @inlinable @inline(always)
  public init(time: SimTime, sequence: UInt64, room: UInt8, kind: UInt8, argument: UInt32) {
    self.time = time
    self.order = sequence &<< 16 | UInt64(room) &<< 8 | UInt64(kind)
    self.argument = argument
  }

  @inlinable @inline(always)
  init(time: SimTime, order: UInt64, argument: UInt32) {
    self.time = time
    self.order = order
    self.argument = argument
  }

  /// The room that handles the event.
  @inlinable @inline(always)
  public var room: UInt8 { UInt8(truncatingIfNeeded: order &>> 8) }

  /// What happened, in the room's own numbering.
  @inlinable @inline(always)
  public var kind: UInt8 { UInt8(truncatingIfNeeded: order) }

  /// Position among all events ever scheduled.
  @inlinable @inline(always)
  public var sequence: UInt64 { order &>> 16 }

  /// Whether this event happens before another: earlier, or scheduled first at the same time.
  @inlinable @inline(always)
  func precedes(_ other: Notice) -> Bool {
    UInt128(_low: order, _high: UInt64(bitPattern: time.nanoseconds))
      < UInt128(_low: other.order, _high: UInt64(bitPattern: other.time.nanoseconds))
  }
}
