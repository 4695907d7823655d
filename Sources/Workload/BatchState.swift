import SimulationKernel

/// Requests of one pod that are worked on together (dynamic batching, as Triton and
/// text-embeddings-inference do it): one batch is under way, the next one forms.
struct BatchState: BitwiseCopyable {
  /// The batch in forming, and how many requests are in it.
  var forming = RequestQueue()
  var count: UInt32 = 0
  /// The batch under way.
  var running = RequestQueue()
  /// Threads that are at work on it.
  var working: UInt32 = 0
  /// When the first request of the batch in forming joined.
  var openedAt = SimTime.zero
  /// Most requests in a batch.
  let size: UInt32
  /// How long the first request waits for others.
  let window: SimDuration
  /// Core time of a batch, and more for each request in it.
  let law: Sampler
  let perItem: Sampler
  /// Index of the pod.
  let pod: UInt32
  /// The batcher's threads.
  let firstThread: UInt32
  let threads: UInt32
  /// The draws of this batcher's work: a batch belongs to no single request.
  var random: EntityRandom

  /// Leaves no request in it, as when the software is lost.
  mutating func empty() {
    forming = RequestQueue()
    running = RequestQueue()
    count = 0
    working = 0
  }
}
