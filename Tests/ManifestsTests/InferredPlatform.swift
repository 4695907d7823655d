import Manifests
import SimulationKernel

/// What is inferred about the manifests and models of a text.
struct InferredPlatform {
  let models: InferredModels
  let given: PlatformModels

  init(_ text: String) {
    let read = ReadText(text)
    var given = PlatformModels()
    let objects = given.take(read.documents, sources: read.sources, read.collector)
    let set = ManifestSet.decode(objects, read.collector)
    models = ModelInference(set, given: given).infer(loadFor: .minutes(10))
    self.given = given
  }

  /// Who asks whom, in order: `cart reads redis/read`.
  var calls: [String] {
    models.services.flatMap { model in
      model.endpoints.flatMap { $0.steps.flatMap(Self.calls) }.map { "\(model.name) \($0)" }
    }
  }

  private static func calls(of step: Step) -> [String] {
    switch step {
    case .call(let call): ["calls \(call.service.text)/\(call.endpoint)"]
    case .read(let step): ["reads \(step.store.text)/\(step.operation)"]
    case .write(let step): ["writes \(step.store.text)/\(step.operation)"]
    case .publish(let step): ["publishes \(step.store.text)/\(step.topic)"]
    case .chance(let step):
      step.steps.flatMap(calls).map { "sometimes " + $0 }
        + step.otherwise.flatMap(calls).map { "else " + $0 }
    default: []
    }
  }

  /// What each journey asks: `NAME: HOST PATH SERVICE/ENDPOINT`.
  var journeys: [String] {
    models.journeys.flatMap { journey in
      journey.steps.map { step in
        guard case .request(let request) = step else { return "\(journey.name): no request" }
        let host = request.host ?? "directly"
        return "\(journey.name): \(host) \(request.path) "
          + "\(request.service.text)/\(request.endpoint)"
      }
    }
  }

  /// The sentences about a workload or journey.
  func sentences(_ subject: String) -> [String] {
    models.findings.filter { $0.subject == subject }.map(\.text)
  }
}

/// A value's content as text, without the places where it was written.
func shape(_ value: Any) -> String {
  if value is SourceSpan { return "" }
  if let law = value as? Distribution { return "\(law)" }
  let mirror = Mirror(reflecting: value)
  if mirror.children.isEmpty { return "\(value)" }
  let parts = mirror.children.map { "\($0.label ?? ""):\(shape($0.value))" }
  return "(\(parts.joined(separator: " ")))"
}
