/// A checked reference to an element of a slab: generation in the high 8 bits, index in the low 24.
///
/// Fits an event's argument. A handle kept after its element was removed is recognised as stale
/// until the slot has been reused 255 times.
public struct Handle<Element>: BitwiseCopyable, Hashable, Sendable {
  /// Generation and index in one word.
  public let rawValue: UInt32

  /// Restores a handle from an event's argument.
  @inlinable @inline(always)
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Refers to nothing.
  @inlinable @inline(always)
  public static var none: Handle { Handle(rawValue: UInt32.max) }

  /// Whether the handle refers to nothing.
  @inlinable @inline(always)
  public var isNone: Bool { rawValue == UInt32.max }

  /// The slot, usable as an index into a parallel column.
  @inlinable @inline(always)
  public var index: Int { Int(rawValue & 0xff_ffff) }
}
