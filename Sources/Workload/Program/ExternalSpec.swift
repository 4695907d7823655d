import SimulationKernel

/// A dependency outside the cluster, as its callers see it: a latency, errors, and the caller's own
/// patience.
struct ExternalSpec: BitwiseCopyable {
  /// From request to response.
  let latency: Sampler
  /// Probability that an attempt is answered with an error.
  let failure: Probability
  /// When an attempt is given up.
  let timeout: SimDuration
  /// Attempts after the first.
  let retries: UInt32
  /// Whether the caller goes on when all attempts fail.
  let isOptional: Bool
  /// Number of the host in the list of hosts.
  let host: UInt32
}
