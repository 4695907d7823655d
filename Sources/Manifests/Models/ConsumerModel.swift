package import SimulationKernel

/// A queue or topic whose messages each run an endpoint, or an operation of a store.
package struct ConsumerModel: Sendable {
  /// The broker.
  package let store: ServiceReference
  /// Its queue or topic.
  package let topic: String
  /// Where `topic` was written.
  package let topicSpan: SourceSpan
  /// The endpoint or operation that a message runs.
  package let endpoint: String
  /// Where `endpoint` was written.
  package let endpointSpan: SourceSpan
  /// Deliveries that one pod works on at once; 1 where none was written.
  package let prefetch: Int
  /// Messages that are taken together; nil means one by one.
  package let batch: ConsumerBatch?
}

/// Messages that a consumer takes together.
package struct ConsumerBatch: Sendable {
  /// Most messages of a batch.
  package let size: Int
  /// How long a pod collects messages before it takes fewer.
  package let window: SimDuration
}

extension ConsumerModel: SpecObject {
  static let what = "a consumer"

  init?(_ reader: inout SpecReader) {
    self.init(running: "endpoint", &reader)
  }

  /// Reads a consumer that says under a key what a message runs.
  fileprivate init?(running key: String, _ reader: inout SpecReader) {
    let store = reader.required("store", .service, "the broker's model")
    let topic = reader.required(
      "topic", .name as SpecType<LocatedText>, "its queue or topic")
    let endpoint = reader.required(
      key, .name as SpecType<LocatedText>, "the \(key) that a message runs")
    prefetch = reader.optional(
      "prefetch", .count(), default: 1, "deliveries that one pod works on at once; 1 by default")
    batch = reader.optional(
      "batch", .object(ConsumerBatch.self), "messages taken together; one by one by default")
    guard let store, let topic, let endpoint else { return nil }
    self.store = store
    self.topic = topic.text
    topicSpan = topic.span
    self.endpoint = endpoint.text
    endpointSpan = endpoint.span
  }
}

/// A consumer that is a store: a message runs one of its operations.
struct StoreConsumer: SpecObject {
  static let what = "a store's consumer"
  let consumer: ConsumerModel

  init?(_ reader: inout SpecReader) {
    guard let consumer = ConsumerModel(running: "operation", &reader) else { return nil }
    self.consumer = consumer
  }
}

extension ConsumerBatch: SpecObject {
  static let what = "a batch of messages"

  init?(_ reader: inout SpecReader) {
    let size = reader.required("size", .count(), "most messages of a batch")
    let window = reader.required(
      "window", .duration, "how long a pod collects messages before it takes fewer")
    guard let size, let window else { return nil }
    self.size = size
    self.window = window
  }
}
