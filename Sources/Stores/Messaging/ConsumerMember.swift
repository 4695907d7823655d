import SimulationKernel

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
