/// The address of a room: which part of a world an event is for.
///
/// A plain number rather than an enumeration: it is compared for every event, and the look-up of an
/// enumeration's raw value would be a call into another module.
public struct Room: RawRepresentable, BitwiseCopyable, Hashable, Sendable {
  /// The number in an event.
  public let rawValue: UInt8

  /// Makes an address from its number.
  @inlinable @inline(always)
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The control plane and the nodes.
  @inlinable @inline(always) public static var cluster: Room { Room(rawValue: 0) }
  /// The wire between pods.
  @inlinable @inline(always) public static var mesh: Room { Room(rawValue: 1) }
  /// The software inside pods.
  @inlinable @inline(always) public static var workload: Room { Room(rawValue: 2) }
  /// The data systems inside pods.
  @inlinable @inline(always) public static var stores: Room { Room(rawValue: 3) }
  /// Who sends requests, and when.
  @inlinable @inline(always) public static var traffic: Room { Room(rawValue: 4) }
  /// Monitoring, tracing and alerting.
  @inlinable @inline(always) public static var observability: Room { Room(rawValue: 5) }
}
