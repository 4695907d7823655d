import SimulationKernel

/// Makes models of workloads from what is known of their software.
struct ModelMaker: Sendable {
  /// The operation of a broker that takes a message.
  static let topic = "messages"
  /// The endpoint of services that are asked for anything.
  static let serve = "serve"
  /// Requests to a data system that also write.
  static let writeShare = 0.2

  let software: PlatformSoftware
  let given: GivenModels
  /// The name of each workload's model, by position.
  let names: [String]
  /// The Service of each workload that its model names, by position.
  let reached: [Int?]

  /// `fronted` are the Services that users' requests are routed to.
  init(_ software: PlatformSoftware, _ given: GivenModels, fronted: [Int]) {
    self.software = software
    self.given = given
    names = Self.names(of: software.workloads)
    let fronted = Set(fronted)
    reached = software.workloads.indices.map { index in
      let candidates = software.services.services(of: index)
      let all = software.services.services
      let name = software.workloads[index].name
      return candidates.first(where: fronted.contains)
        ?? candidates.first { all[$0].name == name }
        ?? candidates.first { all[$0].type == .clusterIP && !all[$0].ports.isEmpty }
        ?? candidates.first
    }
  }

  /// The workloads' own names; one that a workload of another kind took has its kind behind it.
  private static func names(of workloads: [RunningWorkload]) -> [String] {
    var taken: Set<String> = []
    return workloads.map { workload in
      var name = workload.name
      while !taken.insert("\(workload.namespace)/\(name)").inserted {
        name += "-" + workload.kind.prefix { $0 != "." }
      }
      return name
    }
  }

  /// A workload as models name it.
  func reference(_ index: Int) -> WorkloadReference {
    let workload = software.workloads[index]
    return WorkloadReference(
      kind: workload.kind, namespace: nil, name: workload.name, span: workload.nameSpan)
  }

  /// What a workload is a part of: versions behind one Service are one system.
  private func system(of index: Int) -> String {
    guard let service = reached[index].map({ software.services.services[$0] }),
      service.workloads.count > 1
    else { return names[index] }
    return service.name
  }

  /// The model of a service.
  func service(
    _ index: Int, calls: [InferredCall]
  ) -> (model: ServiceModel, figures: [InferredFigure]) {
    let workload = software.workloads[index]
    let known = software.profiles[index].figures
    let memory = workload.fitting(known.memory)
    let (endpoints, asked) = endpoints(of: index, calls)
    var figures = [
      known.startupTime.figure("startup.time"), known.startupCPU.figure("startup.cpu"),
      memory.figure("memory.base"), known.memoryPerRequest.figure("memory.perRequest"),
    ]
    if let threads = known.threads { figures.append(threads.figure("threads")) }
    if let warmUp = known.warmUp {
      figures += [warmUp.figure("warmUp.duration"), warmUp.figure("warmUp.factor")]
    }
    figures += asked
    let model = ServiceModel(
      name: names[index], span: workload.nameSpan, namespace: workload.namespace,
      system: system(of: index), workload: reference(index),
      service: reached[index].map { software.services.services[$0].name },
      serviceSpan: workload.span, container: nil, containerSpan: workload.span, workers: nil,
      queue: nil, threads: known.threads?.value, processes: nil,
      startup: StartupModel(time: known.startupTime.value, cpu: known.startupCPU.value),
      warmUp: known.warmUp?.value,
      memory: MemoryModel(
        baseBytes: memory.value, perRequestBytes: known.memoryPerRequest.value),
      log: nil, background: nil, balancer: nil, clients: .unset, pools: [], consumers: [],
      endpoints: endpoints, proxies: [], source: figures.source)
    return (model, figures)
  }

  private func endpoints(
    of index: Int, _ calls: [InferredCall]
  ) -> ([EndpointModel], [InferredFigure]) {
    let workload = software.workloads[index]
    let span = workload.nameSpan
    let cpu = workload.fitting(software.profiles[index].figures.cpu)
    let own = Step.cpu(cpu.value)
    switch software.profiles[index].role {
    case .edge:
      let name = ServiceModel.forward
      return ([EndpointModel(name, span, [own])], [cpu.figure("\(name).cpu")])
    case .database(let read, let write):
      let (reading, writing) = (workload.fitting(read.cpu), workload.fitting(write.cpu))
      return (
        [
          EndpointModel("read", span, [.cpu(reading.value)], response: read.bytes.value),
          EndpointModel("write", span, [.cpu(writing.value)], request: write.bytes.value),
        ],
        [
          reading.figure("read.cpu"), read.bytes.figure("read.response"),
          writing.figure("write.cpu"), write.bytes.figure("write.request"),
        ]
      )
    case .proxy:
      let ways = calls.map { self.steps(for: $0, by: index) }
      let (choice, shares) = Self.oneOf(ways[...])
      let shared = ways.joined().count { $0.isChance } + shares
      return (
        [EndpointModel(Self.serve, span, [own] + choice)],
        [cpu.figure("\(Self.serve).cpu")] + Self.guessedShares(shared)
      )
    case .application, .telemetry, .store, .broker:
      let steps = calls.flatMap { self.steps(for: $0, by: index) }
      return (
        [EndpointModel(Self.serve, span, [own] + steps)],
        [cpu.figure("\(Self.serve).cpu")] + Self.guessedShares(steps.count { $0.isChance })
      )
    }
  }

  private static func guessedShares(_ count: Int) -> [InferredFigure] {
    [InferredFigure](
      repeating: InferredFigure(field: "\(serve).probability", basis: nil), count: count)
  }

  /// Each request goes one of several ways, all equally likely; and the number of shares guessed.
  private static func oneOf(_ ways: ArraySlice<[Step]>) -> ([Step], Int) {
    guard let first = ways.first else { return ([], 0) }
    guard ways.count > 1 else { return (first, 0) }
    let (others, shares) = oneOf(ways.dropFirst())
    let choice = ChanceStep(
      probability: 1 / Double(ways.count), steps: first, otherwise: others)
    return ([.chance(choice)], shares + 1)
  }
}

extension EndpointModel {
  /// An endpoint that never fails by itself.
  fileprivate init(
    _ name: String, _ span: SourceSpan, _ steps: [Step],
    request: Distribution? = nil, response: Distribution? = nil
  ) {
    self.init(
      name: name, span: span, failure: 0, streams: false, request: request, response: response,
      steps: steps)
  }
}

extension Step {
  fileprivate var isChance: Bool {
    if case .chance = self { return true }
    return false
  }
}

extension [InferredFigure] {
  /// Where a model with these figures comes from.
  var source: FigureSource { contains { $0.source == .catalogue } ? .catalogue : .guess }
}
