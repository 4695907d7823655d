import SimulationKernel

/// The sizes of a route's messages, as tables.
struct MessageSizes: BitwiseCopyable, Equatable {
  let request: Sampler
  let response: Sampler

  /// Whether either takes time.
  var isSized: Bool { !request.isZero || !response.isZero }
}
