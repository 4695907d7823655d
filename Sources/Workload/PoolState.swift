import SimulationKernel

/// A pool of a bounded number of things that the requests of one pod share, such as connections.
struct PoolState: BitwiseCopyable {
  /// How many things no request holds.
  var free: UInt32
  /// Requests that wait for one.
  var waiting = RequestQueue()
  /// How long a request waits before it fails.
  let timeout: SimDuration
  /// Most pools of a model: a request remembers what it holds in as many bits.
  static let limit = 16
}
