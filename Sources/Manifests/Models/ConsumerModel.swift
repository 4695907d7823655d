/// A queue or topic whose messages each run an endpoint.
package struct ConsumerModel: Sendable {
  /// The broker.
  package let store: ServiceReference
  /// Its queue or topic.
  package let topic: String
  /// The endpoint that a message runs.
  package let endpoint: String
  /// Where `endpoint` was written.
  package let endpointSpan: SourceSpan
  /// Messages that one pod works on at once; 1 where none was written.
  package let prefetch: Int
}

extension ConsumerModel: SpecObject {
  static let what = "a consumer"

  init?(_ reader: inout SpecReader) {
    let store = reader.required("store", .service, "the broker's model")
    let topic = reader.required("topic", .name as SpecType<String>, "its queue or topic")
    let endpoint = reader.required(
      "endpoint", .name as SpecType<LocatedText>, "the endpoint that a message runs")
    prefetch = reader.optional(
      "prefetch", .count(), default: 1, "messages that one pod works on at once; 1 by default")
    guard let store, let topic, let endpoint else { return nil }
    self.store = store
    self.topic = topic
    self.endpoint = endpoint.text
    endpointSpan = endpoint.span
  }
}
