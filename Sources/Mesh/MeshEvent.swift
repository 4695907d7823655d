/// What the wire schedules for itself and for the rooms above.
@usableFromInline
enum MeshEvent: UInt8 {
  /// The earliest timeout of a class is due; the argument is the class.
  case timeout
  /// The earliest limit of a call's attempts together is due.
  case limitReached
  /// The pause before a retry is over; the argument is the call.
  case retry
  /// Some pods' sidecars pay for what passed them; the argument is the turn.
  case proxiesPay
  /// Core time of a sidecar was spent; the argument is the pod's index.
  case proxyComputed
  /// A client's attempts to connect are over; the argument is the call.
  case connectTimeout
  /// The answers of a lookup's round are there, fetched from a server outside or from a cache; the
  /// argument is the lookup.
  case nameFetched
  /// The DNS' cached addresses of a headless service expire; the argument is the service.
  case addressesExpired
}

/// What a room that makes or answers calls is told about them; the argument is the call.
public enum CallNotice {
  /// A call reached the pod.
  @inlinable @inline(always) public static var arrive: UInt8 { 240 }
  /// The response, or the client's own failure, reached the caller.
  @inlinable @inline(always) public static var response: UInt8 { 241 }
  /// The name of a host outside was found; the argument is the request that asks it.
  @inlinable @inline(always) public static var nameFound: UInt8 { 243 }
  /// The name of a host outside was not found; the argument is the request that asks it.
  @inlinable @inline(always) public static var nameMissing: UInt8 { 244 }
  /// The first byte of a streamed response reached the caller.
  @inlinable @inline(always) public static var firstByte: UInt8 { 242 }
}
