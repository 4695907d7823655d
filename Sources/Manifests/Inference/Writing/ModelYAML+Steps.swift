import SimulationKernel

/// Steps of endpoints.
extension YAMLText {
  /// Appends `key:` with a list of steps; nothing where there are none.
  mutating func steps(_ key: String, _ steps: [Step], _ notes: FigureNotes, of endpoint: String) {
    guard !steps.isEmpty else { return }
    line("\(key):")
    nested { text in
      for step in steps { text.element { $0.step(step, notes, of: endpoint) } }
    }
  }

  private mutating func step(_ step: Step, _ notes: FigureNotes, of endpoint: String) {
    switch step {
    case .cpu(let law):
      line("cpu: \(Self.time(law))", comment: notes.comment("\(endpoint).cpu"))
    case .wait(let law): line("wait: \(Self.time(law))")
    case .call(let call): line("call: \(Self.call(call))")
    case .read(let step): line("read: \(Self.operation(step))")
    case .write(let step): line("write: \(Self.operation(step))")
    case .publish(let step): line("publish: \(Self.publish(step))")
    case .external(let step): line("external: \(Self.external(step))")
    case .firstByte: line("firstByte: true")
    case .stream(let step): line("stream: \(Self.stream(step))")
    case .batch(let step): line("batch: \(Self.batch(step))")
    case .parallel(let inner): steps("parallel", inner, notes, of: endpoint)
    case .chance, .repeated, .cache, .acquire: block(step, notes, of: endpoint)
    }
  }

  /// Steps that hold other steps.
  private mutating func block(_ step: Step, _ notes: FigureNotes, of endpoint: String) {
    switch step {
    case .chance(let step):
      line("chance:")
      nested { text in
        text.line(
          "probability: \(FigureText.number(step.probability))",
          comment: notes.comment("\(endpoint).probability"))
        text.steps("steps", step.steps, notes, of: endpoint)
        text.steps("else", step.otherwise, notes, of: endpoint)
      }
    case .repeated(let step):
      line("repeat:")
      nested { text in
        text.line("times: \(Self.figure(FigureText.law(step.times, .number)))")
        text.steps("steps", step.steps, notes, of: endpoint)
      }
    case .cache(let step):
      line("cache:")
      nested { text in
        text.cache(step)
        text.steps("miss", step.miss, notes, of: endpoint)
      }
    case .acquire(let step):
      line("acquire:")
      nested { text in
        text.line("pool: \(Self.scalar(step.pool))")
        text.steps("steps", step.steps, notes, of: endpoint)
      }
    default: break
    }
  }

  private mutating func cache(_ step: CacheStep) {
    line("name: \(Self.scalar(step.name))")
    switch step.hits {
    case .ratio(let ratio): line("hit: \(FigureText.number(ratio))")
    case .keys(let popularity, let capacity, let timeToLive):
      line("keys: \(Self.figure(FigureText.law(popularity, .number)))")
      line("capacity: \(capacity)")
      if let timeToLive { line("ttl: \(FigureText.duration(timeToLive))") }
    }
  }
}

/// The values of steps that hold no others.
extension YAMLText {
  /// A law of times.
  static func time(_ law: Distribution) -> String { figure(FigureText.law(law, .time)) }

  /// A law of sizes.
  static func size(_ law: Distribution) -> String { figure(FigureText.law(law, .size)) }

  private static func call(_ step: CallStep) -> String {
    if step.settings.isUnset, !step.isOptional {
      return scalar("\(step.service.text)/\(step.endpoint)")
    }
    return flow(
      [("service", scalar(step.service.text)), ("endpoint", scalar(step.endpoint))]
        + settings(step.settings, step.isOptional))
  }

  private static func operation(_ step: StoreStep) -> String {
    if step.settings.isUnset, !step.isOptional {
      return scalar("\(step.store.text)/\(step.operation)")
    }
    return flow(
      [("store", scalar(step.store.text)), ("operation", scalar(step.operation))]
        + settings(step.settings, step.isOptional))
  }

  private static func publish(_ step: PublishStep) -> String {
    flow(
      [
        ("store", scalar(step.store.text)), ("topic", scalar(step.topic)),
        ("bytes", step.bytes.map(size)),
      ] + settings(step.settings, step.isOptional))
  }

  private static func external(_ step: ExternalStep) -> String {
    flow(
      [
        ("host", scalar(step.host)), ("latency", time(step.latency)),
        ("failure", FigureText.number(step.failure)),
      ] + settings(step.settings, step.isOptional))
  }

  private static func stream(_ step: StreamStep) -> String {
    flow([
      ("first", time(step.first)), ("tokens", figure(FigureText.law(step.tokens, .number))),
      ("perToken", time(step.perToken)), ("cpuPerToken", time(step.cpuPerToken)),
    ])
  }

  private static func batch(_ step: BatchStep) -> String {
    flow([
      ("size", "\(step.size)"), ("window", FigureText.duration(step.window)),
      ("cpu", time(step.cpu)), ("perItem", time(step.perItem)),
      ("threads", step.threads == 1 ? nil : "\(step.threads)"),
    ])
  }

  /// What a caller decides about a call.
  static func settings(
    _ settings: CallSettings, _ isOptional: Bool = false
  ) -> [(key: String, value: String?)] {
    [
      ("timeout", settings.timeout.map(FigureText.duration)),
      ("retries", settings.retries.map { "\($0)" }), ("optional", isOptional ? "true" : nil),
    ]
  }
}

extension CallSettings {
  /// Whether nothing is decided.
  var isUnset: Bool { timeout == nil && retries == nil }
}
