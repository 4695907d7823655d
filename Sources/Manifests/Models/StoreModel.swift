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
  /// Further pods that hold the data, where one workload does not have them all.
  package let further: [WorkloadReference]
  /// The pods that coordinate them; nil where they do so themselves.
  package let keeper: WorkloadReference?
  /// The Services by which it is reached.
  package let services: StoreServices
  /// Parts the data is cut into; 1 where none was written.
  package let shards: Int
  /// Copies of each part beyond the first; nil means all other pods that hold the data.
  package let replicas: Int?
  /// The engine's own settings that were written.
  package let settings: StoreSettings
  /// What it can be asked, in the order written.
  package let operations: [StoreOperation]
  /// Queues and topics that it takes messages from; each runs an operation.
  package let consumers: [ConsumerModel]
  /// How its clients behave.
  package let client: StoreClient
  /// How it is backed up; nil where the document does not say.
  package let backup: StoreBackup?
  /// Where its figures come from.
  package let source: FigureSource

  /// All workloads whose pods are its members, those that hold the data first.
  package var workloads: [WorkloadReference] { [workload] + further + [keeper].compactMap { $0 } }

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

/// How a store's clients behave.
package struct StoreClient: Sendable {
  /// How long a client waits for an attempt; 5 s where none was written.
  package let timeout: SimDuration
  /// Attempts beyond the first; 0 where none was written.
  package let retries: Int
  /// Connections that one client pod holds; nil means no limit.
  package let pool: Int?
}

extension StoreModel: SpecDocument {
  static let kind = "StoreModel"
  /// The most parts of a store: each is looked after one by one.
  private static let greatestShardCount = 10_000

  init?(_ header: DocumentHeader, _ reader: inout SpecReader) {
    name = header.name.text
    span = header.name.span
    namespace = header.namespace ?? "default"
    let engine = reader.required("engine", .word(StoreEngine.self), "the software")
    let workload = reader.required(
      "workload", .workload, "KIND/NAME of the pods that hold the data")
    further = reader.optional(
      "further", .list(.workload), default: [],
      "KIND/NAME of further workloads whose pods hold the data; none by default")
    keeper = reader.optional("keeper", .workload, "KIND/NAME of the pods that coordinate them")
    services = reader.optional(
      "services", .object(StoreServices.self), default: .unnamed,
      "the Services by which it is reached")
    shards = reader.optional(
      "shards", .count(to: Self.greatestShardCount), default: 1,
      "parts the data is cut into; 1 by default")
    replicas = reader.optional(
      "replicas", .count(from: 0), "copies beyond the first; all other pods by default")
    settings = reader.optional(
      "settings", .settings(of: engine), default: StoreSettings(entries: []),
      "the engine's own settings")
    let operations = reader.required(
      "operations", .named(StoreOperation.self), "what it can be asked")
    consumers = reader.optional(
      "consumers", .list(.object(StoreConsumer.self)), default: [],
      "queues and topics it takes messages from"
    ).map(\.consumer)
    client = reader.optional(
      "client", .object(StoreClient.self), default: .standard, "how its clients behave")
    backup = reader.optional(
      "backup", .object(StoreBackup.self), "how it is backed up and brought back")
    source = reader.optional(
      "source", .word(FigureSource.self), default: .given, "where the figures come from")
    guard let engine, let workload, let operations else { return nil }
    self.engine = engine
    self.workload = workload
    self.operations = operations
  }
}

extension StoreServices: SpecObject {
  static let what = "a store's services"
  /// No Service named: those whose selectors match.
  fileprivate static let unnamed = StoreServices(write: nil, read: nil)

  init?(_ reader: inout SpecReader) {
    let write = reader.optional("write", .service, "for writing operations")
    let read = reader.optional("read", .service, "for reading operations")
    let any = reader.optional("any", .service, "for all operations")
    if let any, let other = write ?? read {
      reader.diagnostics.error(
        "any already says where operations go", at: other.span, code: "conflicting-fields",
        labels: [(any.span, "given here")])
    }
    self.init(write: write ?? any, read: read ?? any)
  }
}

extension StoreClient: SpecObject {
  static let what = "a store's client"
  /// A client of which nothing is said.
  fileprivate static let standard = StoreClient(timeout: .seconds(5), retries: 0, pool: nil)

  init?(_ reader: inout SpecReader) {
    timeout = reader.optional(
      "timeout", .positiveDuration, default: Self.standard.timeout,
      "how long a client waits for an attempt; 5s by default")
    retries = reader.optional("retries", .count(from: 0), default: 0, "attempts beyond the first")
    pool = reader.optional("pool", .count(), "connections of one client pod; no limit by default")
  }
}
