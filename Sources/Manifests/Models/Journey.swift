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

extension Journey: SpecDocument {
  static let kind = "Journey"

  init?(_ header: DocumentHeader, _ reader: inout SpecReader) {
    name = header.name.text
    span = header.name.span
    namespace = header.namespace
    let client = reader.optional("client", .object(JourneyClient.self), "where the user is")
    latency = client?.latency ?? .constant(0)
    isSession = reader.optional(
      "session", .flag, default: false, "whether all its requests go to one pod")
    let steps = reader.required(
      "steps",
      .list(.object(JourneyStep.self)).checked("needs at least one step", schema: [("minItems", 1)])
      { !$0.isEmpty }, "what the user does, in order")
    measures = reader.optional(
      "measures", .list(.word(FirstByteMeasure.self)), default: [],
      "trends that the first byte of a response feeds")
    business = reader.optional(
      "business", .counters, default: [], "counters that a successful journey adds to")
    voice = reader.optional("voice", .object(VoiceModel.self), "how voice quality is judged")
    guard let steps else { return nil }
    self.steps = steps
  }
}

/// The user's own side.
private struct JourneyClient: SpecObject {
  static let what = "a journey's client"
  let latency: Distribution

  init?(_ reader: inout SpecReader) {
    let latency = reader.required(
      "latency", .law(.time), "one way between the user and the edge")
    guard let latency else { return nil }
    self.latency = latency
  }
}

extension SpecType where Value == [BusinessCounter] {
  /// Numbers by the counters' names.
  fileprivate static var counters: SpecType {
    SpecType(schema: { definitions in
      [
        "type": "object", "additionalProperties": SpecType<Double>.positive.schema(definitions),
      ]
    }) { node, context in
      guard let pairs = node.pairs else {
        context.diagnostics.wrongType("a mapping from counters to numbers", node)
        return nil
      }
      return pairs.compactMap { key, value in
        SpecType<Double>.positive.read(value, context).map {
          BusinessCounter(name: key.text ?? "", perSuccess: $0)
        }
      }
    }
  }
}
