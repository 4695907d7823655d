/// What the cluster tells the room that runs a pod's software.
///
/// The notice's kind is the raw value, its argument the pod handle's raw value. The kinds of
/// notices are divided so that none means two things in one room: below 200 each room numbers its
/// own events, from 200 the cluster speaks to the rooms above, and from 240 the wire speaks of
/// calls (`CallNotice`).
public enum PodNotice: UInt8, Sendable {
  /// The main container runs: its software starts. Sent again after a restart in place.
  case started = 200
  /// SIGTERM: the software finishes the requests it has. SIGKILL follows at the end of the grace
  /// period.
  case stopping = 201
  /// The software is gone with the requests it had: it exited, was killed, crashed or was evicted,
  /// or its node lost its power.
  case stopped = 202
  /// The pod object is deleted; the handle is stale after this notice.
  case deleted = 203
  /// The pod's labels changed by `setLabel`.
  case labelsChanged = 204
  /// The kubelet checks the main container: `Cluster.takeProbe` says what it asks.
  case probing = 205
}
