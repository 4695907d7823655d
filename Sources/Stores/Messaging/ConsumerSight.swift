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
