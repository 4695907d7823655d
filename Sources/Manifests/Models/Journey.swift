package import SimulationKernel

/// A user's path through the platform, from outside the cluster: a `Journey` document.
package struct Journey: Sendable {
  /// `metadata.name`.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// `metadata.namespace`, where its services are looked for first; nil where none was written.
  package let namespace: String?
  /// One way between the user and the edge, in seconds; nothing where none was written.
  package let latency: Distribution
  /// Whether all its requests go to one pod, as a WebSocket's or WebRTC session's.
  package let isSession: Bool
  /// What the user does, in order.
  package let steps: [JourneyStep]
  /// The trends that the first byte of a response feeds.
  package let measures: [FirstByteMeasure]
  /// Counters that a successful journey adds to.
  package let business: [BusinessCounter]
  /// How voice quality is judged; nil where the journey carries no voice.
  package let voice: VoiceModel?
}

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

/// A trend that the first byte of a response feeds.
package enum FirstByteMeasure: String, Sendable, CaseIterable {
  case timeToFirstToken = "time_to_first_token"
  case timeToFirstAudio = "time_to_first_audio"
}

/// A counter of what the business wants done.
package struct BusinessCounter: Sendable {
  /// Its name: `chats_completed`.
  package let name: String
  /// What a successful journey adds.
  package let perSuccess: Double
}

/// How the quality of a voice journey is judged (the E-model, ITU-T G.107).
package struct VoiceModel: Sendable {
  /// A codec, for its impairment and its robustness against loss.
  package enum Codec: String, Sendable, CaseIterable {
    case opus, g711, g729
  }

  /// The codec; `opus` where none was written.
  package let codec: Codec
  /// Length of the receiver's jitter buffer; 60 ms where none was written.
  package let jitterBuffer: SimDuration
}
