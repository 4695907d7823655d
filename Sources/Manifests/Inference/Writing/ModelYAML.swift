import SimulationKernel

/// Writes inferred documents in the language that models are read from, to be edited.
///
/// Lines with guessed figures say so; reading the text back gives the same models.
package struct ModelYAML: Sendable {
  private let models: InferredModels
  private let findings: [String: [InferenceFinding]]

  /// Takes what was inferred.
  package init(_ models: InferredModels) {
    self.models = models
    findings = Dictionary(grouping: models.findings, by: \.subject)
  }

  /// All models and journeys, as one stream of documents.
  package static func yaml(of models: InferredModels) -> String {
    let writer = ModelYAML(models)
    let parts = [writer.services, writer.stores, writer.journeys].filter { !$0.isEmpty }
    return parts.joined(separator: "---\n")
  }

  /// ServiceModel documents; empty where there is none.
  package var services: String {
    stream(models.services) { text, model in
      text.document(model, notes("\(model.namespace)/\(model.workload.subject)"))
    }
  }

  /// StoreModel documents; empty where there is none.
  package var stores: String {
    stream(models.stores) { text, model in
      text.document(model, notes("\(model.namespace)/\(model.workload.subject)"))
    }
  }

  /// Journey documents; empty where there is none.
  package var journeys: String {
    stream(models.journeys) { text, journey in
      text.document(journey, notes("journey/\(journey.name)"))
    }
  }

  /// A scenario that puts the load on the platform; its paths are relative to its own file.
  package func scenario(_ scenario: Scenario, manifests: [String], models paths: [String]) -> String
  {
    var text = YAMLText()
    text.comment("Inferred from manifests: \(models.guesses) numbers of the models are guesses.")
    text.header(Scenario.kind, scenario.name, nil, FigureNotes([]))
    text.nested { text in
      let list = { (paths: [String]) in
        "[\(paths.map(YAMLText.scalar).joined(separator: ", "))]"
      }
      let platform = YAMLText.flow([("manifests", list(manifests)), ("models", list(paths))])
      text.line("platform: \(platform)")
      text.line("seed: \(scenario.seed)")
      text.line("duration: \(FigureText.duration(scenario.duration))")
      text.line("warmUp: \(FigureText.duration(scenario.warmUp))")
      text.line(scenario.load.isEmpty ? "load: {}" : "load:")
      text.nested { text in
        for load in scenario.load {
          text.load(load, until: scenario.duration, notes("load/\(load.journey)"))
        }
      }
    }
    return text.text
  }

  private func notes(_ subject: String) -> FigureNotes { FigureNotes(findings[subject] ?? []) }

  private func stream<Model>(_ models: [Model], _ write: (inout YAMLText, Model) -> Void) -> String
  {
    var text = YAMLText()
    for (index, model) in models.enumerated() {
      if index > 0 { text.separator() }
      write(&text, model)
    }
    return text.text
  }
}

extension WorkloadReference {
  /// The workload in findings, within its namespace.
  fileprivate var subject: String { "\(kind ?? "")/\(name)" }
}

extension YAMLText {
  /// Appends the head of a document, down to `spec:`.
  mutating func header(_ kind: String, _ name: String, _ namespace: String?, _ notes: FigureNotes) {
    for sentence in notes.head { comment(sentence) }
    line("apiVersion: \(DocumentVersion.current.rawValue)")
    line("kind: \(kind)")
    let metadata = Self.flow([
      ("name", Self.scalar(name)), ("namespace", namespace.map(Self.scalar)),
    ])
    line("metadata: \(metadata)")
    line("spec:")
  }

  /// Appends a workload by kind and name.
  mutating func workload(_ key: String, _ reference: WorkloadReference) {
    line("\(key): \(Self.named(reference))")
  }

  /// Appends a list of workloads; an empty one is left out.
  mutating func workloads(_ key: String, _ references: [WorkloadReference]) {
    guard !references.isEmpty else { return }
    line("\(key): [\(references.map { Self.named($0) }.joined(separator: ", "))]")
  }

  private static func named(_ reference: WorkloadReference) -> String {
    scalar("\(reference.kind ?? "deployment")/\(reference.name)")
  }

  /// Appends a load of a constant rate, by its name; one that lasts to the scenario's `end` says no
  /// duration, so that it follows that of the scenario.
  fileprivate mutating func load(_ load: LoadSpec, until end: SimDuration, _ notes: FigureNotes) {
    guard case .constantArrivalRate(let executor) = load.executor else { return }
    let duration = load.startTime + executor.duration == end ? nil : executor.duration
    let fields = Self.flow([
      ("executor", "constant-arrival-rate"), ("journey", Self.scalar(load.journey)),
      ("rate", FigureText.number(executor.rate)),
      ("timeUnit", FigureText.duration(executor.timeUnit)),
      ("duration", duration.map(FigureText.duration)), ("arrival", load.arrival.rawValue),
    ])
    line("\(Self.scalar(load.name)): \(fields)", comment: notes.comment("rate"))
  }
}
