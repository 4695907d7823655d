import SimulationKernel

/// What the software of a model does beside answering requests: compiled once, never changed.
struct ModelSpec: Sendable {
  /// Slowness after the start.
  struct WarmUp: Sendable {
    /// How long it lasts.
    let duration: SimDuration
    /// The factor on service times at first.
    let factor: Double
  }

  /// A pool of each pod.
  struct Pool: Sendable {
    /// What it is called.
    let name: String
    /// Things in it.
    let size: Int
    /// How long a request waits for one.
    let timeout: SimDuration
  }

  /// A batcher of each pod.
  struct Batch: Sendable {
    /// Most requests in a batch.
    let size: Int
    /// How long the first request waits for others.
    let window: SimDuration
    /// Core time of a batch, and more for each request in it.
    let law: Sampler
    let perItem: Sampler
    /// Threads that compute a batch together.
    let threads: Int
  }

  /// A cache of each pod whose hits follow from its keys.
  struct Cache: Sendable {
    /// Keys it holds.
    let capacity: Int
    /// How long a key stays.
    let timeToLive: SimDuration
  }

  /// Memory of each pod, in bytes.
  struct Memory: Sendable {
    /// Held without a request.
    let base: Int64
    /// More for each request in hand.
    let perRequest: Int64
    /// Kept for ever of each request.
    let leakPerRequest: Int64
    /// Kept for ever each second.
    let growthPerSecond: Int64
  }

  /// The log of each pod, in bytes.
  struct Log: Sendable {
    /// For each request.
    let perRequest: Int64
    /// For each second.
    let perSecond: Int64
  }

  /// Requests worked on at once and requests waiting, per pod.
  let workers: Int
  let queueLimit: Int
  /// Time and core time from the container's start to the first healthy answer.
  let startTime: Sampler
  let startWork: SimDuration
  let warmUp: WarmUp?
  /// Period and core time of a pod's own work; no period means none.
  let backgroundPeriod: SimDuration
  let backgroundWork: Sampler
  let pools: [Pool]
  let batches: [Batch]
  let caches: [Cache]
  /// What a pod holds of memory; nil where nothing is known.
  let memory: Memory?
  /// What a pod writes to its log; nil where nothing is known.
  let log: Log?
}
