/// The events that the room `Mesh` schedules for itself; `CallNotice` are those for other rooms.
@usableFromInline
enum MeshEvent: UInt8 {
  /// The earliest timeout of a class is due; the argument is the class.
  case timeout
  /// The earliest limit of all attempts of a call together is due.
  case limitReached
  /// A call goes on that its client's side kept back: the pause before a retry or the delay of a
  /// proxy's fault is over; the argument is the call.
  case heldCallDue
  /// Some pods' sidecars spend the core time of the calls that passed them; the argument is the
  /// turn.
  case proxiesPay
  /// Core time of a sidecar was spent; the argument is the pod's index.
  case proxyComputed
  /// A client gives up connecting, its packets being dropped; the argument is the call.
  case connectTimeout
  /// A name lookup has the answers of its round, from a server outside or from a cache; the
  /// argument is the lookup.
  case nameFetched
  /// The DNS' cached addresses of a headless service expire; the argument is the service.
  case addressesExpired
}

/// The notices about calls that the wire sends to the room that answers or made them.
///
/// Their numbers are the same in every room and lie above those of the rooms' own events. The
/// argument is the call unless said otherwise.
public enum CallNotice {
  /// A call reached the pod.
  @inlinable @inline(always) public static var arrive: UInt8 { 240 }
  /// The response, or the client's own failure, reached the caller.
  @inlinable @inline(always) public static var response: UInt8 { 241 }
  /// The name of a host outside was found; the argument is the request that asked for it.
  @inlinable @inline(always) public static var nameFound: UInt8 { 243 }
  /// The name of a host outside was not found; the argument is the request that asked for it.
  @inlinable @inline(always) public static var nameMissing: UInt8 { 244 }
  /// The first byte of a streamed response reached the caller.
  @inlinable @inline(always) public static var firstByte: UInt8 { 242 }
}
