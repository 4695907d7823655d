package import SimulationKernel

/// One thing a service can be asked.
package struct EndpointModel: Sendable {
  /// Its name.
  package let name: String
  /// Where the name was written.
  package let span: SourceSpan
  /// Probability that it answers with an error after its work; 0 where none was written.
  package let failure: Double
  /// Whether it passes its callee's first byte on to its caller at once.
  package let streams: Bool
  /// Size of a request in bytes; nil, which costs no time, where none was written.
  package let request: Distribution?
  /// Size of a response in bytes; nil, which costs no time, where none was written.
  package let response: Distribution?
  /// What it does for a request, in order.
  package let steps: [Step]
}

extension EndpointModel: NamedSpec {
  static let what = "an endpoint"

  init?(_ name: LocatedText, _ reader: inout SpecReader) {
    self.name = name.text
    span = name.span
    failure = reader.optional(
      "failure", .ratio, default: 0, "probability that it answers with an error after its work")
    streams = reader.optional(
      "streams", .flag, default: false,
      "whether it passes its callee's first byte on to its caller at once")
    request = reader.optional(
      "request", .law(.size), "size of a request; without it the wire takes no time for it")
    response = reader.optional(
      "response", .law(.size), "size of a response; without it the wire takes no time for it")
    steps = reader.optional(
      "steps", .steps, default: [], "what it does for a request, in order")
  }
}
