package import SimulationKernel

/// A request to another service.
package struct CallStep: Sendable {
  /// The Service.
  package let service: ServiceReference
  /// The endpoint asked.
  package let endpoint: String
  /// Where `endpoint` was written.
  package let endpointSpan: SourceSpan
  /// Timeout and retries.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

/// An operation of a store.
package struct StoreStep: Sendable {
  /// The store's model, by name.
  package let store: ServiceReference
  /// The operation asked.
  package let operation: String
  /// Where `operation` was written.
  package let operationSpan: SourceSpan
  /// Timeout and retries; nil parts mean those of the store's `client`.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

/// A message to a broker's topic.
package struct PublishStep: Sendable {
  /// The broker's model, by name.
  package let store: ServiceReference
  /// The queue, topic or subject.
  package let topic: String
  /// Where `topic` was written.
  package let topicSpan: SourceSpan
  /// Size of the message in bytes; nil means that of the store's operation named as the topic.
  package let bytes: Distribution?
  /// Timeout and retries; nil parts mean those of the store's `client`.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

/// A request to something outside the cluster (Istio's ServiceEntry).
package struct ExternalStep: Sendable {
  /// Its host name.
  package let host: String
  /// Where the host was written.
  package let span: SourceSpan
  /// Seconds from request to response.
  package let latency: Distribution
  /// Probability that it answers with an error; 0 where none was written.
  package let failure: Double
  /// Timeout and retries.
  package let settings: CallSettings
  /// Whether the caller goes on when it fails.
  package let isOptional: Bool
}

extension CallStep: SpecObject {
  static let what = "a call"

  init?(_ reader: inout SpecReader) {
    let service = reader.required("service", .service, "NAME or NAME.NAMESPACE of the Service")
    let endpoint = reader.required(
      "endpoint", .name as SpecType<LocatedText>, "the endpoint asked")
    settings = CallSettings(fields: &reader)
    isOptional = reader.isOptionalCall()
    guard let service, let endpoint else { return nil }
    self.service = service
    self.endpoint = endpoint.text
    endpointSpan = endpoint.span
  }

  /// Reads `SERVICE/ENDPOINT`.
  static func short(_ text: String, _ node: YAMLNode, _ context: DocumentContext) -> CallStep? {
    ServiceReference.pair(text, node, context).map { service, endpoint in
      CallStep(
        service: service, endpoint: endpoint, endpointSpan: node.span, settings: .unset,
        isOptional: false)
    }
  }
}

extension StoreStep: SpecObject {
  static let what = "an operation of a store"

  init?(_ reader: inout SpecReader) {
    let store = reader.required("store", .service, "NAME or NAME.NAMESPACE of the store's model")
    let operation = reader.required(
      "operation", .name as SpecType<LocatedText>, "the operation asked")
    settings = CallSettings(fields: &reader)
    isOptional = reader.isOptionalCall()
    guard let store, let operation else { return nil }
    self.store = store
    self.operation = operation.text
    operationSpan = operation.span
  }

  /// Reads `STORE/OPERATION`.
  static func short(_ text: String, _ node: YAMLNode, _ context: DocumentContext) -> StoreStep? {
    ServiceReference.pair(text, node, context).map { store, operation in
      StoreStep(
        store: store, operation: operation, operationSpan: node.span, settings: .unset,
        isOptional: false)
    }
  }
}

extension PublishStep: SpecObject {
  static let what = "a message"

  init?(_ reader: inout SpecReader) {
    let store = reader.required("store", .service, "NAME or NAME.NAMESPACE of the broker's model")
    let topic = reader.required(
      "topic", .name as SpecType<LocatedText>, "the queue, topic or subject")
    bytes = reader.optional("bytes", .law(.size), "size; by default that of the store's operation")
    settings = CallSettings(fields: &reader)
    isOptional = reader.isOptionalCall()
    guard let store, let topic else { return nil }
    self.store = store
    self.topic = topic.text
    topicSpan = topic.span
  }

  /// Reads `STORE/TOPIC`.
  static func short(_ text: String, _ node: YAMLNode, _ context: DocumentContext) -> PublishStep? {
    ServiceReference.pair(text, node, context).map { store, topic in
      PublishStep(
        store: store, topic: topic, topicSpan: node.span, bytes: nil, settings: .unset,
        isOptional: false)
    }
  }
}

extension ExternalStep: SpecObject {
  static let what = "an external request"

  init?(_ reader: inout SpecReader) {
    let host = reader.required("host", .name as SpecType<LocatedText>, "host outside the cluster")
    let latency = reader.required("latency", .law(.time), "from request to response")
    failure = reader.optional(
      "failure", .ratio, default: 0, "probability that it answers with an error")
    settings = CallSettings(fields: &reader)
    isOptional = reader.isOptionalCall()
    guard let host, let latency else { return nil }
    self.host = host.text
    span = host.span
    self.latency = latency
  }
}

extension SpecReader {
  /// Whether the caller goes on when a call fails.
  fileprivate mutating func isOptionalCall() -> Bool {
    optional("optional", .flag, default: false, "whether the caller goes on when it fails")
  }
}
