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
