import SimulationKernel

/// ServiceModel documents.
extension YAMLText {
  /// Appends the document of a service's model.
  mutating func document(_ model: ServiceModel, _ notes: FigureNotes) {
    header(ServiceModel.kind, model.name, model.namespace, notes)
    nested { text in
      if model.system != model.name { text.line("system: \(Self.scalar(model.system))") }
      text.workload("workload", model.workload)
      if let service = model.service { text.line("service: \(Self.scalar(service))") }
      if let container = model.container { text.line("container: \(Self.scalar(container))") }
      text.capacity(model, notes)
      text.podLife(model, notes)
      text.clients(model)
      text.line("source: \(model.source.rawValue)")
      text.endpoints(model.endpoints, notes)
    }
  }

  private mutating func capacity(_ model: ServiceModel, _ notes: FigureNotes) {
    if let workers = model.workers { line("workers: \(workers)") }
    if let queue = model.queue { line("queue: \(queue)") }
    if let threads = model.threads {
      line("threads: \(threads)", comment: notes.comment("threads"))
    }
  }

  private mutating func podLife(_ model: ServiceModel, _ notes: FigureNotes) {
    if let startup = model.startup {
      let fields = Self.flow([
        ("time", Self.time(startup.time)), ("cpu", FigureText.duration(startup.cpu)),
      ])
      line("startup: \(fields)", comment: notes.comment("startup"))
    }
    if let warmUp = model.warmUp {
      let fields = Self.flow([
        ("duration", FigureText.duration(warmUp.duration)),
        ("factor", FigureText.number(warmUp.factor)),
      ])
      line("warmUp: \(fields)", comment: notes.comment("warmUp"))
    }
    let memory = Self.flow([
      ("base", FigureText.size(model.memory.baseBytes)),
      ("perRequest", FigureText.size(model.memory.perRequestBytes)),
    ])
    line("memory: \(memory)", comment: notes.comment("memory"))
    if let background = model.background {
      let fields = Self.flow([
        ("every", FigureText.duration(background.every)), ("cpu", Self.time(background.cpu)),
      ])
      line("background: \(fields)")
    }
  }

  private mutating func clients(_ model: ServiceModel) {
    if let balancer = model.balancer {
      let fields = Self.flow([
        ("policy", balancer.policy.rawValue), ("view", balancer.view.rawValue),
        ("replacement", "\(balancer.replacement)"),
      ])
      line("balancer: \(fields)")
    }
    if !model.clients.isUnset { line("clients: \(Self.flow(Self.settings(model.clients)))") }
    if !model.pools.isEmpty {
      line("pools:")
      nested { text in
        for pool in model.pools {
          let fields = Self.flow([
            ("size", "\(pool.size)"), ("timeout", pool.timeout.map(FigureText.duration)),
          ])
          text.line("\(Self.scalar(pool.name)): \(fields)")
        }
      }
    }
    consumers(model.consumers, running: "endpoint")
    if !model.proxies.isEmpty {
      let names = model.proxies.map { Self.scalar($0.text) }
      line("proxies: [\(names.joined(separator: ", "))]")
    }
  }

  /// Appends the topics that a model takes messages from.
  mutating func consumers(_ consumers: [ConsumerModel], running key: String) {
    guard !consumers.isEmpty else { return }
    line("consumers:")
    nested { text in
      for consumer in consumers {
        let batch = consumer.batch.map {
          Self.flow([("size", "\($0.size)"), ("window", FigureText.duration($0.window))])
        }
        let fields = Self.flow([
          ("store", Self.scalar(consumer.store.text)), ("topic", Self.scalar(consumer.topic)),
          (key, Self.scalar(consumer.endpoint)), ("prefetch", "\(consumer.prefetch)"),
          ("batch", batch),
        ])
        text.line("- \(fields)")
      }
    }
  }

  private mutating func endpoints(_ endpoints: [EndpointModel], _ notes: FigureNotes) {
    line(endpoints.isEmpty ? "endpoints: {}" : "endpoints:")
    nested { text in
      for endpoint in endpoints {
        text.line("\(Self.scalar(endpoint.name)):")
        text.nested { $0.endpoint(endpoint, notes) }
      }
    }
  }

  private mutating func endpoint(_ endpoint: EndpointModel, _ notes: FigureNotes) {
    let name = endpoint.name
    if endpoint.failure > 0 { line("failure: \(FigureText.number(endpoint.failure))") }
    if endpoint.streams { line("streams: true") }
    if let request = endpoint.request {
      line("request: \(Self.size(request))", comment: notes.comment("\(name).request"))
    }
    if let response = endpoint.response {
      line("response: \(Self.size(response))", comment: notes.comment("\(name).response"))
    }
    steps("steps", endpoint.steps, notes, of: name)
  }
}
