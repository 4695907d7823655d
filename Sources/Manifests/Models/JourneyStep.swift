package import SimulationKernel

/// One thing a user does.
package indirect enum JourneyStep: Sendable {
  /// Asks the platform and waits for the answer.
  case request(RequestStep)
  /// Pauses, in seconds.
  case think(Distribution)
  /// Does the same several times; a draw is rounded to the nearest whole number.
  case repeated(times: Distribution, steps: [JourneyStep])
}

/// A user's request.
package struct RequestStep: Sendable {
  /// Where the request was written.
  package let span: SourceSpan
  /// The host asked, routed by Ingress or Gateway; nil goes straight to the service.
  package let host: String?
  /// Where the host was written.
  package let hostSpan: SourceSpan
  /// The path asked; `/` where none was written.
  package let path: String
  /// The HTTP method; `GET` where none was written.
  package let method: String
  /// Headers that routing may look at.
  package let headers: StringMap
  /// The service that answers.
  package let service: ServiceReference
  /// Its endpoint.
  package let endpoint: String
  /// Where the endpoint was written.
  package let endpointSpan: SourceSpan
  /// How long the user waits; 60 s where none was written, as k6 does.
  package let timeout: SimDuration
}

extension JourneyStep: SpecObject {
  static let what = "a step of a journey"

  init?(_ reader: inout SpecReader) {
    let step = reader.choice([
      SpecChoice("request", .object(RequestStep.self), "asks the platform and waits") { step, _ in
        JourneyStep.request(step)
      },
      SpecChoice("think", .law(.time), "pauses") { law, _ in .think(law) },
      SpecChoice("repeat", .object(JourneyRepeat.self), "does the same several times") { step, _ in
        .repeated(times: step.times, steps: step.steps)
      },
    ])
    guard let step else { return nil }
    self = step
  }
}

/// The same steps of a journey several times.
private struct JourneyRepeat: SpecObject {
  static let what = "a repetition"
  let times: Distribution
  let steps: [JourneyStep]

  init?(_ reader: inout SpecReader) {
    let times = reader.required("times", .law(.number), "how often")
    let steps = reader.required(
      "steps", .list(.object(JourneyStep.self)), "what is done each time")
    guard let times, let steps else { return nil }
    reader.checkRepetition(times)
    self.times = times
    self.steps = steps
  }
}

extension RequestStep: SpecObject {
  static let what = "a request"

  init?(_ reader: inout SpecReader) {
    span = reader.span
    host = reader.optional(
      "host", .name, "host routed by Ingress or Gateway; without it, straight to the service")
    hostSpan = reader.span(of: "host")
    path = reader.optional("path", .name, default: "/", "path asked; / by default")
    method = reader.optional("method", .name, default: "GET", "HTTP method; GET by default")
    headers = reader.optional(
      "headers", .labels, default: StringMap(), "headers that routing may look at")
    let service = reader.required("service", .service, "the Service that answers")
    let endpoint = reader.required(
      "endpoint", .name as SpecType<LocatedText>, "its endpoint")
    timeout = reader.optional(
      "timeout", .positiveDuration, default: .seconds(60), "how long the user waits; 60s by default"
    )
    guard let service, let endpoint else { return nil }
    self.service = service
    self.endpoint = endpoint.text
    endpointSpan = endpoint.span
  }
}

extension Journey {
  /// The requests of a journey in the order of its program.
  package var requests: [RequestStep] { steps.flatMap(\.requests) }
}

extension JourneyStep {
  /// The requests within a step, in the order of the program.
  package var requests: [RequestStep] {
    switch self {
    case .request(let request): [request]
    case .think: []
    case .repeated(_, let steps): steps.flatMap(\.requests)
    }
  }
}
