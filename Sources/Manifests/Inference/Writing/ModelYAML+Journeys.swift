import SimulationKernel

/// Journey documents.
extension YAMLText {
  /// Appends the document of a journey.
  mutating func document(_ journey: Journey, _ notes: FigureNotes) {
    header(Journey.kind, journey.name, journey.namespace, notes)
    nested { text in
      let client = Self.flow([("latency", Self.time(journey.latency))])
      text.line("client: \(client)", comment: notes.comment("client"))
      if journey.isSession { text.line("session: true") }
      if !journey.measures.isEmpty {
        let names = journey.measures.map(\.rawValue)
        text.line("measures: [\(names.joined(separator: ", "))]")
      }
      if !journey.business.isEmpty {
        let counters = journey.business.map {
          (Self.scalar($0.name), FigureText.number($0.perSuccess))
        }
        text.line("business: \(Self.flow(counters))")
      }
      if let voice = journey.voice {
        let fields = Self.flow([
          ("codec", voice.codec.rawValue),
          ("jitterBuffer", FigureText.duration(voice.jitterBuffer)),
        ])
        text.line("voice: \(fields)")
      }
      text.journeySteps(journey.steps)
    }
  }

  private mutating func journeySteps(_ steps: [JourneyStep]) {
    line(steps.isEmpty ? "steps: []" : "steps:")
    nested { text in
      for step in steps { text.element { $0.journeyStep(step) } }
    }
  }

  private mutating func journeyStep(_ step: JourneyStep) {
    switch step {
    case .think(let law): line("think: \(Self.time(law))")
    case .repeated(let times, let steps):
      line("repeat:")
      nested { text in
        text.line("times: \(Self.figure(FigureText.law(times, .number)))")
        text.journeySteps(steps)
      }
    case .request(let request):
      let headers = request.headers.entries.map { (Self.scalar($0.key), Self.scalar($0.value)) }
      let fields = Self.flow([
        ("host", request.host.map(Self.scalar)), ("path", Self.scalar(request.path)),
        ("method", request.method == "GET" ? nil : Self.scalar(request.method)),
        ("headers", headers.isEmpty ? nil : Self.flow(headers)),
        ("service", Self.scalar(request.service.text)),
        ("endpoint", Self.scalar(request.endpoint)),
        ("timeout", FigureText.duration(request.timeout)),
      ])
      line("request: \(fields)")
    }
  }
}
