import SimulationKernel

/// StoreModel documents.
extension YAMLText {
  /// Appends the document of a store's model.
  mutating func document(_ model: StoreModel, _ notes: FigureNotes) {
    header(StoreModel.kind, model.name, model.namespace, notes)
    nested { text in
      text.line("engine: \(model.engine.rawValue)")
      text.workload("workload", model.workload)
      text.workloads("further", model.further)
      if let keeper = model.keeper { text.workload("keeper", keeper) }
      if let services = Self.services(model.services) { text.line("services: \(services)") }
      if model.shards != 1 { text.line("shards: \(model.shards)") }
      if let replicas = model.replicas { text.line("replicas: \(replicas)") }
      if !model.settings.entries.isEmpty {
        let fields = model.settings.entries.map { ($0.name, Self.setting($0.value)) }
        text.line("settings: \(Self.flow(fields))")
      }
      let client = Self.flow([
        ("timeout", FigureText.duration(model.client.timeout)),
        ("retries", "\(model.client.retries)"), ("pool", model.client.pool.map { "\($0)" }),
      ])
      text.line("client: \(client)")
      text.line("source: \(model.source.rawValue)")
      text.operations(model.operations, notes)
      text.consumers(model.consumers, running: "operation")
    }
  }

  private mutating func operations(_ operations: [StoreOperation], _ notes: FigureNotes) {
    line(operations.isEmpty ? "operations: {}" : "operations:")
    nested { text in
      for operation in operations {
        text.line("\(Self.scalar(operation.name)):", comment: notes.comment(operation.name))
        text.nested { text in
          text.line("kind: \(operation.kind.rawValue)")
          text.line("cpu: \(Self.time(operation.cpu))")
          text.line("disk: \(Self.size(operation.disk))")
          text.line("bytes: \(Self.size(operation.bytes))")
          if operation.failure > 0 { text.line("failure: \(FigureText.number(operation.failure))") }
        }
      }
    }
  }

  private static func services(_ services: StoreServices) -> String? {
    let write = services.write?.text
    let read = services.read?.text
    guard write != nil || read != nil else { return nil }
    if let write, write == read { return flow([("any", scalar(write))]) }
    return flow([("write", write.map(scalar)), ("read", read.map(scalar))])
  }

  private static func setting(_ value: StoreSettings.Value) -> String {
    switch value {
    case .duration(let length): FigureText.duration(length)
    case .range(let low, let high):
      figure("\(FigureText.duration(low))..\(FigureText.duration(high))")
    case .number(let number): FigureText.number(number)
    case .flag(let flag): "\(flag)"
    case .word(let word): scalar(word)
    }
  }
}
