package import SimulationKernel

/// A stateful system: a `StoreModel` document.
package struct StoreModel: Sendable {
  /// `metadata.name`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// `metadata.namespace`; `default` where none was written.
  package let namespace: String
  /// The software.
  package let engine: StoreEngine
  /// The pods that hold the data.
  package let workload: WorkloadReference
  /// The pods that coordinate them; nil where they do so themselves.
  package let keeper: WorkloadReference?
  /// The Services by which it is reached.
  package let services: StoreServices
  /// Parts the data is cut into; 1 where none was written.
  package let shards: Int
  /// Copies of each part beyond the first; nil means all other pods of the workload.
  package let replicas: Int?
  /// The engine's own settings that were written.
  package let settings: StoreSettings
  /// What it can be asked, in the order written.
  package let operations: [StoreOperation]
  /// How its clients behave.
  package let client: StoreClient
  /// Where its figures come from.
  package let source: FigureSource

  /// The operation with a name.
  package func operation(named name: String) -> StoreOperation? {
    operations.first { $0.name == name }
  }
}

/// The software of a stateful system.
package enum StoreEngine: String, Sendable, CaseIterable {
  case postgresql, redis, minio, neo4j, clickhouse, elasticsearch, nats, kafka, rabbitmq, etcd
}

/// The Services by which a store is reached; nil parts mean the one whose selector matches.
package struct StoreServices: Sendable {
  /// For writing operations.
  package let write: ServiceReference?
  /// For reading operations.
  package let read: ServiceReference?
}

/// One thing a store can be asked.
package struct StoreOperation: Sendable {
  /// Whether an operation changes the data.
  package enum Kind: String, Sendable, CaseIterable {
    case read, write
  }

  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Whether it changes the data.
  package let kind: Kind
  /// CPU seconds on the pod that serves it.
  package let cpu: Distribution
  /// Bytes read from or written to the disk; nothing where none was written.
  package let disk: Distribution
  /// Bytes on the wire, of the answer of a read and the request of a write; 1 KiB where none was
  /// written.
  package let bytes: Distribution
  /// Probability that it fails for a reason of its own; 0 where none was written.
  package let failure: Double
}

/// How a store's clients behave.
package struct StoreClient: Sendable {
  /// How long a client waits for an attempt; 5 s where none was written.
  package let timeout: SimDuration
  /// Attempts beyond the first; 0 where none was written.
  package let retries: Int
  /// Connections that one client pod holds; nil means no limit.
  package let pool: Int?
}
