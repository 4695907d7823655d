import Manifests
import Mesh
import SimulationKernel

/// Compiles one endpoint's steps.
struct EndpointCompiler {
  let model: ServiceModel
  /// The workload whose pods run it, by its number.
  let workload: Int
  let directory: Directory
  let diagnostics: DiagnosticCollector
  /// Connections that a pod of the model holds to what it calls; their pools follow its own.
  let connections: [Directory.ConnectionLimit]
  /// The endpoint's name.
  private(set) var endpoint = ""
  private var loopDepth: UInt8 = 0
  private var failure = 0.0

  init(
    _ bound: BoundModel, connections: [Directory.ConnectionLimit], directory: Directory,
    diagnostics: DiagnosticCollector
  ) {
    model = bound.model
    workload = bound.workload
    self.connections = connections
    self.directory = directory
    self.diagnostics = diagnostics
  }

  /// Appends an endpoint's code.
  ///
  /// Its failure is drawn after its first own work, before its calls:
  /// a request that fails has cost something, and asks nobody else.
  mutating func compile(
    _ endpoint: EndpointModel, into compiled: inout CompiledModels, routes mesh: inout Mesh
  ) {
    self.endpoint = endpoint.name
    failure = endpoint.failure
    if !startsWithWork(endpoint.steps) { emitFailure(&compiled) }
    emit(endpoint.steps, &compiled, &mesh)
    compiled.code.append(Instruction(code: .end))
  }

  private func startsWithWork(_ steps: [Step]) -> Bool {
    switch steps.first {
    case .cpu, .wait: true
    default: false
    }
  }

  private mutating func emitFailure(_ compiled: inout CompiledModels) {
    guard failure > 0 else { return }
    compiled.code.append(Instruction(code: .fail, probability: Probability(failure)))
    failure = 0
  }

  private mutating func emit(
    _ steps: [Step], _ compiled: inout CompiledModels, _ mesh: inout Mesh
  ) {
    for step in steps { emit(step, &compiled, &mesh) }
  }

  private mutating func emit(
    _ step: Step, _ compiled: inout CompiledModels, _ mesh: inout Mesh
  ) {
    switch step {
    case .cpu(let law): emitWork(.cpu, law, &compiled)
    case .wait(let law): emitWork(.wait, law, &compiled)
    case .call, .read, .write, .publish: emitCalls([step], &compiled, &mesh)
    case .parallel(let steps): emitCalls(steps, &compiled, &mesh)
    case .cache(let cache): emitCache(cache, &compiled, &mesh)
    case .chance(let chance): emitChance(chance, &compiled, &mesh)
    case .repeated(let loop): emitLoop(loop, &compiled, &mesh)
    case .acquire(let pool): emitPool(pool, &compiled, &mesh)
    case .stream(let stream): emitStream(stream, &compiled)
    case .firstByte: compiled.code.append(Instruction(code: .firstByte))
    case .batch(let batch): emitBatch(batch, &compiled)
    case .external(let external): emitExternal(external, &compiled)
    }
  }

  private mutating func emitWork(
    _ code: Instruction.Code, _ law: Distribution, _ compiled: inout CompiledModels
  ) {
    compiled.code.append(Instruction(code: code, law: compiled.laws.compile(law)))
    emitFailure(&compiled)
  }

  private mutating func emitChance(
    _ chance: ChanceStep, _ compiled: inout CompiledModels, _ mesh: inout Mesh
  ) {
    let branch = compiled.code.count
    compiled.code.append(
      Instruction(code: .branch, probability: Probability(chance.probability)))
    emit(chance.steps, &compiled, &mesh)
    if !chance.otherwise.isEmpty {
      let jump = compiled.code.count
      compiled.code.append(Instruction(code: .jump))
      compiled.code[branch].target = UInt32(compiled.code.count)
      emit(chance.otherwise, &compiled, &mesh)
      compiled.code[jump].target = UInt32(compiled.code.count)
    } else {
      compiled.code[branch].target = UInt32(compiled.code.count)
    }
  }

  private mutating func emitCache(
    _ cache: CacheStep, _ compiled: inout CompiledModels, _ mesh: inout Mesh
  ) {
    let lookUp = compiled.code.count
    switch cache.hits {
    case .ratio(let hit):
      compiled.code.append(Instruction(code: .branch, probability: Probability(1 - hit)))
    case .keys(let popularity, _, _):
      let slot = model.endpoints.flatMap { $0.steps.keyedCaches }.firstIndex {
        $0.span == cache.span
      }
      compiled.code.append(
        Instruction(
          code: .lookUp, slot: UInt8(slot ?? 0), law: compiled.laws.compile(popularity)))
    }
    emit(cache.miss, &compiled, &mesh)
    compiled.code[lookUp].target = UInt32(compiled.code.count)
  }

  private mutating func emitLoop(
    _ loop: RepeatStep, _ compiled: inout CompiledModels, _ mesh: inout Mesh
  ) {
    let slot = loopDepth
    let begin = compiled.code.count
    compiled.code.append(
      Instruction(code: .loopBegin, slot: slot, law: compiled.laws.compile(loop.times)))
    loopDepth += 1
    emit(loop.steps, &compiled, &mesh)
    loopDepth -= 1
    compiled.code.append(Instruction(code: .loopEnd, slot: slot, target: UInt32(begin + 1)))
    compiled.code[begin].target = UInt32(compiled.code.count)
    if loopDepth > 1 {
      diagnostics.error(
        "loops are nested more than two deep", at: model.span, code: "loop-depth",
        help: "move the inner steps to an endpoint of their own")
    }
  }

  private mutating func emitPool(
    _ step: AcquireStep, _ compiled: inout CompiledModels, _ mesh: inout Mesh
  ) {
    guard let slot = model.pools.firstIndex(where: { $0.name == step.pool }),
      slot < PoolState.limit
    else {
      diagnostics.error(
        "no pool `\(step.pool)` among the first \(PoolState.limit) pools of this model",
        at: step.span,
        code: "unknown-pool", help: didYouMean(step.pool, model.pools.map(\.name)))
      return
    }
    compiled.code.append(Instruction(code: .acquire, slot: UInt8(slot)))
    emit(step.steps, &compiled, &mesh)
    compiled.code.append(Instruction(code: .release, slot: UInt8(slot)))
  }

  private mutating func emitStream(_ stream: StreamStep, _ compiled: inout CompiledModels) {
    emitWork(.wait, stream.first, &compiled)
    compiled.code.append(Instruction(code: .firstByte))
    compiled.code.append(
      Instruction(code: .tokens, law: compiled.laws.compile(stream.tokens)))
    let cpu = compiled.laws.compile(stream.cpuPerToken)
    if !cpu.isZero { compiled.code.append(Instruction(code: .tokenCPU, law: cpu)) }
    compiled.code.append(
      Instruction(code: .tokenWait, law: compiled.laws.compile(stream.perToken)))
  }

  private mutating func emitBatch(_ batch: BatchStep, _ compiled: inout CompiledModels) {
    let slot = model.endpoints.flatMap { $0.steps.batches }.firstIndex {
      $0.size == batch.size && $0.window == batch.window && $0.cpu == batch.cpu
        && $0.perItem == batch.perItem && $0.threads == batch.threads
    }
    compiled.code.append(Instruction(code: .batch, slot: UInt8(slot ?? 0)))
    emitFailure(&compiled)
  }

  private mutating func emitExternal(
    _ external: ExternalStep, _ compiled: inout CompiledModels
  ) {
    if !compiled.hosts.contains(external.host) { compiled.hosts.append(external.host) }
    let spec = ExternalSpec(
      latency: compiled.laws.compile(external.latency),
      failure: Probability(external.failure), timeout: external.settings.timeout ?? .infinity,
      retries: UInt32(external.settings.retries ?? 0), isOptional: external.isOptional,
      host: UInt32(compiled.hosts.firstIndex(of: external.host) ?? 0))
    compiled.code.append(
      Instruction(code: .external, target: UInt32(compiled.externals.count)))
    compiled.code.append(
      Instruction(code: .externalEnd, target: UInt32(compiled.externals.count)))
    compiled.externals.append(spec)
  }
}

/// A help line that names the nearest known word, if one is near.
func didYouMean(_ word: String, _ known: [String]) -> String? {
  nearest(word, in: known).map { "did you mean `\($0)`?" }
}
