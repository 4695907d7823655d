/// Where a pod stands: its node and zone, and the room whose software answers in it.
public struct Place: BitwiseCopyable, Sendable {
  /// The node, by number.
  public var node: UInt16
  /// The zone, by number.
  public var zone: UInt8
  /// The room that gets the calls arriving at the pod.
  public var room: UInt8
  /// Sidecars that messages pass in the pod: one or none.
  public var proxies: UInt8
  /// Whether the pod was running before the run began, so that it has connections open already and
  /// needs no name lookup for them.
  public var isWarm = false
  /// The class of pods that network policies treat alike; 0 is the class of everyone outside.
  public var group: UInt16 = 0
  /// Calls that passed the sidecar and whose core time it has not spent yet.
  public var passed: UInt32 = 0
  /// The pod, as a raw handle: tells it from earlier pods of the same index.
  public var pod: UInt32

  /// Makes a place.
  @inlinable @inline(always)
  public init(pod: UInt32, node: UInt16, zone: UInt8, room: UInt8, proxies: UInt8 = 0) {
    self.pod = pod
    self.node = node
    self.zone = zone
    self.room = room
    self.proxies = proxies
  }

  /// Stands for users beyond the cluster.
  @inlinable @inline(always)
  static var outside: Place { Place(pod: .max, node: 0, zone: 0, room: 0) }
}
