package import Manifests
package import Mesh
import SimulationKernel

/// Compiles models to flat code: names become routes, laws become tables, steps become
/// instructions.
///
/// Endpoints are numbered in the order of the models and their endpoints; `number(of:endpoint:)`
/// tells the numbers before anything is compiled, so that models may call each other in any order.
package struct ModelCompiler: ~Copyable {
  private let bound: [BoundModel]
  private let directory: Directory
  private let diagnostics: DiagnosticCollector
  private var compiled: CompiledModels

  /// Prepares to compile models against what can be called.
  package init(
    _ bound: [BoundModel], workloadCount: Int, directory: Directory,
    diagnostics: DiagnosticCollector
  ) {
    self.bound = bound
    self.directory = directory
    self.diagnostics = diagnostics
    compiled = CompiledModels(workloadCount: workloadCount)
  }

  /// The number of a model's endpoint among all endpoints.
  package static func number(of model: Int, endpoint: Int, in bound: [BoundModel]) -> Int {
    bound[..<model].reduce(0) { $0 + $1.model.endpoints.count } + endpoint
  }

  /// Compiles all models; problems go to the diagnostics.
  package consuming func compile(routes mesh: inout Mesh) -> CompiledModels {
    var names: [String] = []
    for (number, binding) in bound.enumerated() {
      compiled.modelOfWorkload[binding.workload] = Int32(number)
      let connections = directory.connections(of: binding.model)
      compiled.models.append(spec(of: binding, connections))
      for endpoint in binding.model.endpoints {
        let name = names.firstIndex(of: endpoint.name) ?? names.count
        if name == names.count { names.append(endpoint.name) }
        compiled.endpointNames.append(UInt32(name))
        let start = compiled.code.count
        var program = EndpointCompiler(
          binding, connections: connections, directory: directory, diagnostics: diagnostics)
        program.compile(endpoint, into: &compiled, routes: &mesh)
        compiled.programs.append(
          Program(model: UInt32(number), start: UInt32(start), streams: endpoint.streams))
      }
    }
    return compiled
  }

  private mutating func spec(
    of binding: BoundModel, _ connections: [Directory.ConnectionLimit]
  ) -> ModelSpec {
    let model = binding.model
    return ModelSpec(
      workers: model.workers ?? Int(UInt32.max),
      queueLimit: model.queue ?? Int(UInt32.max),
      startTime: model.startup.map { compiled.laws.compile($0.time) } ?? .zero,
      startWork: model.startup?.cpu ?? .zero,
      warmUp: model.warmUp.map { .init(duration: $0.duration, factor: $0.factor) },
      backgroundPeriod: model.background?.every ?? .zero,
      backgroundWork: model.background.map { compiled.laws.compile($0.cpu) } ?? .zero,
      pools: model.pools.map {
        .init(name: $0.name, size: $0.size, timeout: $0.timeout ?? .infinity)
      }
        + connections.map { .init(name: $0.name, size: $0.count, timeout: $0.patience) },
      batches: batches(of: model), caches: caches(of: model), memory: memory(of: model),
      log: model.log.map {
        ModelSpec.Log(perRequest: $0.perRequestBytes, perSecond: $0.perSecondBytes)
      })
  }

  private func memory(of model: ServiceModel) -> ModelSpec.Memory? {
    guard model.statesMemory else { return nil }
    return ModelSpec.Memory(
      base: model.memory.baseBytes, perRequest: model.memory.perRequestBytes,
      leakPerRequest: model.memory.leakPerRequestBytes,
      growthPerSecond: model.memory.growthBytesPerSecond)
  }

  private mutating func batches(of model: ServiceModel) -> [ModelSpec.Batch] {
    model.endpoints.flatMap { $0.steps.batches }.map { batch in
      .init(
        size: batch.size, window: batch.window, law: compiled.laws.compile(batch.cpu),
        perItem: compiled.laws.compile(batch.perItem), threads: batch.threads)
    }
  }

  private func caches(of model: ServiceModel) -> [ModelSpec.Cache] {
    model.endpoints.flatMap { $0.steps.keyedCaches }.map { cache in
      guard case .keys(_, let capacity, let timeToLive) = cache.hits else {
        preconditionFailure("a keyed cache has keys")
      }
      return .init(capacity: capacity, timeToLive: timeToLive ?? .infinity)
    }
  }
}

/// Steps with state of their own in every pod, in the order of the program.
extension [Step] {
  /// The batching steps, wherever they stand.
  var batches: [BatchStep] {
    flatMap { step -> [BatchStep] in
      if case .batch(let batch) = step { return [batch] }
      return step.inner.flatMap(\.batches)
    }
  }

  /// The steps that call something, wherever they stand.
  var calls: [Step] {
    flatMap { step -> [Step] in
      switch step {
      case .call, .read, .write, .publish: [step]
      default: step.inner.flatMap(\.calls)
      }
    }
  }

  /// The caches whose hits follow from keys, wherever they stand.
  var keyedCaches: [CacheStep] {
    flatMap { step -> [CacheStep] in
      guard case .cache(let cache) = step, case .keys = cache.hits else {
        return step.inner.flatMap(\.keyedCaches)
      }
      return [cache] + cache.miss.keyedCaches
    }
  }
}

extension Step {
  /// The lists of steps inside a step.
  fileprivate var inner: [[Step]] {
    switch self {
    case .cache(let cache): [cache.miss]
    case .chance(let chance): [chance.steps, chance.otherwise]
    case .repeated(let loop): [loop.steps]
    case .acquire(let pool): [pool.steps]
    case .parallel(let steps): [steps]
    case .cpu, .wait, .call, .read, .write, .publish, .stream, .firstByte, .batch, .external: []
    }
  }
}
