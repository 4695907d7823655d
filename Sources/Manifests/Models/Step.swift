package import SimulationKernel

/// One thing an endpoint does for a request.
package indirect enum Step: Sendable {
  /// Core time on the container, in seconds.
  case cpu(Distribution)
  /// Time that passes without CPU, in seconds.
  case wait(Distribution)
  /// A request to another service.
  case call(CallStep)
  /// Several calls at once; goes on when all have answered. Only calls, reads, writes, publishes
  /// and external requests stand inside.
  case parallel([Step])
  /// A reading operation of a store.
  case read(StoreStep)
  /// A writing operation of a store.
  case write(StoreStep)
  /// A message to a broker's topic.
  case publish(PublishStep)
  /// Work that a cache saves.
  case cache(CacheStep)
  /// One of two ways, at random.
  case chance(ChanceStep)
  /// The same steps several times.
  case repeated(RepeatStep)
  /// Steps that hold one thing of a pool.
  case acquire(AcquireStep)
  /// An answer that comes token by token.
  case stream(StreamStep)
  /// The response starts to stream here.
  case firstByte
  /// Work shared with other requests of the pod.
  case batch(BatchStep)
  /// A request to something outside the cluster.
  case external(ExternalStep)
}

/// What a caller decides about a call.
package struct CallSettings: Sendable {
  /// How long the caller waits for an attempt; nil means the callee's default, then for ever.
  package let timeout: SimDuration?
  /// Attempts beyond the first; nil means the callee's default, then none.
  package let retries: Int?

  /// No decision at all.
  package static let unset = CallSettings(timeout: nil, retries: nil)
}

/// A request to another service.
package struct CallStep: Sendable {
  /// The Service.
  package let service: ServiceReference
  /// The endpoint asked.
  package let endpoint: String
  /// Where `endpoint` was written.
  package let endpointSpan: SourceSpan
  /// Timeout and retries.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

/// An operation of a store.
package struct StoreStep: Sendable {
  /// The store's model, by name.
  package let store: ServiceReference
  /// The operation asked.
  package let operation: String
  /// Where `operation` was written.
  package let operationSpan: SourceSpan
  /// Timeout and retries; nil parts mean those of the store's `client`.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

/// A message to a broker's topic.
package struct PublishStep: Sendable {
  /// The broker's model, by name.
  package let store: ServiceReference
  /// The queue, topic or subject.
  package let topic: String
  /// Where `topic` was written.
  package let topicSpan: SourceSpan
  /// Size of the message in bytes; nil means that of the store's operation named as the topic.
  package let bytes: Distribution?
  /// Timeout and retries; nil parts mean those of the store's `client`.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

/// Work that a cache saves.
package struct CacheStep: Sendable {
  /// When a look-up hits.
  package enum Hits: Sendable {
    /// With a given probability.
    case ratio(Double)
    /// As Che's approximation of an LRU cache says (Che, Tung, Wang 2002).
    ///
    /// The popularity is the law of the key asked for; an entry is dropped `timeToLive` after it
    /// was stored (nil: never).
    case keys(popularity: Distribution, capacity: Int, timeToLive: SimDuration?)
  }

  /// The cache's name within the service.
  package let name: String
  /// Where the cache was written.
  package let span: SourceSpan
  /// When a look-up hits.
  package let hits: Hits
  /// What is done on a miss.
  package let miss: [Step]
}

/// One of two ways, at random.
package struct ChanceStep: Sendable {
  /// Probability of the first way.
  package let probability: Double
  /// The first way.
  package let steps: [Step]
  /// The other way.
  package let otherwise: [Step]
}

/// The same steps several times.
package struct RepeatStep: Sendable {
  /// How often; a draw is rounded to the nearest whole number.
  package let times: Distribution
  /// What is done each time.
  package let steps: [Step]
}

/// Steps that hold one thing of a pool.
package struct AcquireStep: Sendable {
  /// The pool's name within the service.
  package let pool: String
  /// Where the pool was named.
  package let span: SourceSpan
  /// What is done while holding it.
  package let steps: [Step]
}

/// An answer that comes token by token, as a language model's.
package struct StreamStep: Sendable {
  /// Seconds to the first byte.
  package let first: Distribution
  /// Number of tokens.
  package let tokens: Distribution
  /// Seconds from one token to the next.
  package let perToken: Distribution
  /// CPU seconds of each token; nothing where none was written.
  package let cpuPerToken: Distribution
}

/// Work shared with other requests of the same pod (dynamic batching).
package struct BatchStep: Sendable {
  /// Most requests in a batch.
  package let size: Int
  /// How long the first request of a batch waits for others.
  package let window: SimDuration
  /// CPU seconds of a batch.
  package let cpu: Distribution
  /// CPU seconds more for each request in it; nothing where none was written.
  package let perItem: Distribution
}

/// A request to something outside the cluster (Istio's ServiceEntry).
package struct ExternalStep: Sendable {
  /// Its host name.
  package let host: String
  /// Where the host was written.
  package let span: SourceSpan
  /// Seconds from request to response.
  package let latency: Distribution
  /// Probability that it answers with an error; 0 where none was written.
  package let failure: Double
  /// Timeout and retries.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}
