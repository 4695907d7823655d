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
  /// Processes and threads of a pod's software; nil where nothing is said.
  package let processes: Int?
  /// From the container's start to its first healthy answer; nil means at once.
  package let startup: StartupModel?
  /// Slower service after the start; nil means none.
  package let warmUp: WarmUpModel?
  /// Memory it holds.
  package let memory: MemoryModel
  /// What it writes to its log; nil where nothing is said.
  package let log: LogModel?
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
  package private(set) var endpoints: [EndpointModel]
  /// Services that it stands before as a proxy.
  package let proxies: [ServiceReference]
  /// Where its figures come from.
  package let source: FigureSource

  /// Whether its user says what memory it holds.
  ///
  /// A guess is too rough to kill a pod by: where there is only one, pods hold what they request.
  package var statesMemory: Bool {
    source == .given
      && [
        memory.baseBytes, memory.perRequestBytes, memory.leakPerRequestBytes,
        memory.growthBytesPerSecond,
      ].contains { $0 > 0 }
  }

  /// Processes and threads of a pod's software, as the kernel counts its tasks.
  ///
  /// Where nothing is said they are guessed: a main one, and one for each CPU job that may run at
  /// once, or else for each request that may be worked on, up to Tomcat's 200 (`maxThreads`):
  /// software that works on more does not give each a thread.
  package var tasks: Int64 { Int64(processes ?? 1 + (threads ?? min(workers ?? 0, 200))) }

  /// The endpoint with a name.
  package func endpoint(named name: String) -> EndpointModel? {
    endpoints.first { $0.name == name }
  }

  /// The model with one more endpoint.
  func adding(_ endpoint: EndpointModel) -> ServiceModel {
    var model = self
    model.endpoints.append(endpoint)
    return model
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

extension ServiceModel: SpecDocument {
  static let kind = "ServiceModel"

  init?(_ header: DocumentHeader, _ reader: inout SpecReader) {
    name = header.name.text
    span = header.name.span
    namespace = header.namespace ?? "default"
    system = reader.optional(
      "system", .name, default: header.name.text, "the system it is counted under; its own name")
    let workload = reader.required("workload", .workload, "KIND/NAME of the workload that runs it")
    service = reader.optional(
      "service", .name, "the Service by which others reach it; else the one that selects its pods")
    serviceSpan = reader.span(of: "service")
    container = reader.optional(
      "container", .name, "the container that pays its CPU time; the first one by default")
    containerSpan = reader.span(of: "container")
    workers = reader.optional("workers", .count(), "requests a pod works on at once; no limit")
    queue = reader.optional("queue", .count(from: 0), "waiting requests, then 503; no limit")
    threads = reader.optional("threads", .count(), "CPU jobs of one pod that run at once; no limit")
    processes = reader.optional("processes", .count(), "processes and threads of a pod; guessed")
    startup = reader.optional("startup", .object(StartupModel.self), "from start to healthy")
    warmUp = reader.optional("warmUp", .object(WarmUpModel.self), "slower service after the start")
    log = reader.optional("log", .object(LogModel.self), "what a pod writes to its log")
    memory = reader.optional(
      "memory", .object(MemoryModel.self), default: .none, "memory that a pod holds")
    background = reader.optional(
      "background", .object(BackgroundModel.self), "periodic work of its own")
    balancer = reader.optional(
      "balancer", .object(BalancerModel.self), "how clients pick a pod where no mesh decides")
    clients = reader.optional(
      "clients", .object(CallSettings.self), default: .unset, "defaults of the calls to it")
    pools = reader.optional("pools", .named(PoolModel.self), default: [], "pools of each pod")
    consumers = reader.optional(
      "consumers", .list(.object(ConsumerModel.self)), default: [],
      "queues and topics it takes messages from")
    proxies = reader.optional(
      "proxies", .list(.service), default: [], "services that it stands before as a proxy")
    let endpoints = reader.required("endpoints", .named(EndpointModel.self), "what it is asked")
    source = reader.optional(
      "source", .word(FigureSource.self), default: .given, "where the figures come from")
    guard let workload, let endpoints else { return nil }
    (self.workload, self.endpoints) = (workload, endpoints)
  }
}
