package import SimulationKernel

/// How the software of one workload behaves: a `ServiceModel` document.
package struct ServiceModel: Sendable {
  /// `metadata.name`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// `metadata.namespace`; `default` where none was written.
  package let namespace: String
  /// The system it is counted under; its own name where none was written.
  package let system: String
  /// The workload whose pods run it.
  package let workload: WorkloadReference
  /// The Service by which others reach it; nil means the Service whose selector matches.
  package let service: String?
  /// Where `service` was written; the whole document where it was not.
  package let serviceSpan: SourceSpan
  /// The container that pays its CPU time; nil means the first one.
  package let container: String?
  /// Where `container` was written; the whole document where it was not.
  package let containerSpan: SourceSpan
  /// Requests a pod works on at once; nil means no limit.
  package let workers: Int?
  /// Requests that wait in a pod for a worker, beyond which it answers 503; nil means no limit.
  package let queue: Int?
  /// CPU jobs of one pod that run at once; nil means no limit but the container's.
  package let threads: Int?
  /// From the container's start to its first healthy answer; nil means at once.
  package let startup: StartupModel?
  /// Slower service after the start; nil means none.
  package let warmUp: WarmUpModel?
  /// Memory it holds.
  package let memory: MemoryModel
  /// Periodic work of its own; nil means none.
  package let background: BackgroundModel?
  /// How its clients pick a pod where no mesh decides; nil means as kube-proxy does.
  package let balancer: BalancerModel?
  /// Defaults of the calls to it.
  package let clients: CallSettings
  /// Pools of each pod that its steps acquire from.
  package let pools: [PoolModel]
  /// Queues and topics it takes messages from.
  package let consumers: [ConsumerModel]
  /// What it can be asked, in the order written.
  package let endpoints: [EndpointModel]
  /// Where its figures come from.
  package let source: FigureSource

  /// The endpoint with a name.
  package func endpoint(named name: String) -> EndpointModel? {
    endpoints.first { $0.name == name }
  }
}

/// Where a model's figures come from.
package enum FigureSource: String, Sendable, CaseIterable {
  /// The user wrote them.
  case given
  /// They are of a known image.
  case catalogue
  /// They were guessed.
  case guess
}

/// One thing a service can be asked.
package struct EndpointModel: Sendable {
  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Probability that it answers with an error after its work; 0 where none was written.
  package let failure: Double
  /// Whether it passes its callee's first byte on to its caller at once.
  package let streams: Bool
  /// Size of a request in bytes; 1 KiB where none was written.
  package let request: Distribution
  /// Size of a response in bytes; 1 KiB where none was written.
  package let response: Distribution
  /// What it does for a request, in order.
  package let steps: [Step]
}

/// From a container's start to its first healthy answer.
package struct StartupModel: Sendable {
  /// How long it takes, in seconds.
  package let time: Distribution
  /// CPU time spent meanwhile.
  package let cpu: SimDuration
}

/// Slower service after the start, as caches fill and code is compiled.
package struct WarmUpModel: Sendable {
  /// How long it lasts.
  package let duration: SimDuration
  /// What service times are multiplied by at first; it falls linearly to 1.
  package let factor: Double
}

/// Memory that a pod's software holds.
package struct MemoryModel: Sendable {
  /// Bytes without a request.
  package let baseBytes: Int64
  /// Bytes more for each request in work or waiting.
  package let perRequestBytes: Int64
}

/// Work that a pod does by itself, again and again.
package struct BackgroundModel: Sendable {
  /// From one start to the next.
  package let every: SimDuration
  /// CPU time of one go, in seconds.
  package let cpu: Distribution
}

/// How clients without a mesh spread their calls over a service's pods.
package struct BalancerModel: Sendable {
  /// How a pod is picked.
  package enum Policy: String, Sendable, CaseIterable {
    /// The less busy of two random pods.
    case p2c
    case random
    case roundRobin
    /// The least busy of all pods.
    case leastRequest
  }

  /// Whose requests count as a pod's load.
  package enum View: String, Sendable, CaseIterable {
    /// All clients know all requests.
    case shared
    /// Each client pod knows its own.
    case perClient
  }

  /// How a pod is picked; `p2c` where none was written.
  package let policy: Policy
  /// Whose requests count; `perClient` where none was written.
  package let view: View
  /// Whether the two picks of p2c may fall on the same pod; false where none was written.
  package let replacement: Bool
}

/// A bounded number of things that requests of one pod share, such as connections.
package struct PoolModel: Sendable {
  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// How many there are in each pod.
  package let size: Int
  /// How long a request waits for one before it fails; nil means for ever.
  package let timeout: SimDuration?
}

/// A queue or topic whose messages each run an endpoint.
package struct ConsumerModel: Sendable {
  /// The broker.
  package let store: ServiceReference
  /// Its queue or topic.
  package let topic: String
  /// The endpoint that a message runs.
  package let endpoint: String
  /// Where `endpoint` was written.
  package let endpointSpan: SourceSpan
  /// Messages that one pod works on at once; 1 where none was written.
  package let prefetch: Int
}
