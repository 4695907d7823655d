package import SimulationKernel

/// What a broker knows of a consumer's pod.
package struct ConsumerSight: BitwiseCopyable, Sendable {
  /// Signs of life.
  package enum Life: BitwiseCopyable, Sendable {
    /// It runs and can be reached.
    case present
    /// It ends in order.
    case leaving
    /// Its connections are closed: the process is gone.
    case closed
    /// Nothing is heard of it: its machine or the way to it is gone.
    case silent
  }

  /// The pod, as a raw handle.
  package var pod: UInt32
  /// Since when its software runs.
  package var since: SimTime
  /// Signs of life.
  package var life: Life
  /// Whether the API calls it ready.
  package var isReady: Bool

  /// Describes a pod.
  package init(pod: UInt32, since: SimTime, life: Life, isReady: Bool) {
    self.pod = pod
    self.since = since
    self.life = life
    self.isReady = isReady
  }
}

/// A member of a group of consumers: one run of the software in one pod.
struct ConsumerMember: BitwiseCopyable {
  /// Tells it from earlier members in the same pod; never 0.
  let session: UInt32
  /// The pod, as a raw handle.
  let pod: UInt32
  /// Since when its software runs.
  let since: SimTime
  /// When it joined.
  let joinedAt: SimTime
  /// When it last gave a sign of life.
  var seenAt: SimTime
  var life = ConsumerSight.Life.present
  var isReady = true
  /// Deliveries that it works on.
  var underWay = 0
  /// When it was last given something.
  var servedAt: SimTime

  init(session: UInt32, _ sight: ConsumerSight, at now: SimTime) {
    self.session = session
    pod = sight.pod
    since = sight.since
    joinedAt = now
    seenAt = now
    servedAt = now
  }
}
