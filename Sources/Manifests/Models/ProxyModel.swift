/// Proxies: services that pass requests on to others.
extension ServiceModel {
  /// The endpoint that says what passing a request on costs.
  package static let forward = "forward"

  /// The name of the endpoint that forwards to another service's endpoint.
  ///
  /// - Parameter manner: how it does, where the proxy knows several ways of that.
  package static func forwarding(
    to service: ServiceReference, _ endpoint: String, _ manner: String? = nil
  ) -> String {
    "\(forward) to \(service.text)/\(endpoint)" + (manner.map { " \($0)" } ?? "")
  }

  /// The model with one more endpoint: passes a request on to another service's endpoint, and the
  /// answer back as it comes, at the cost of the model's `forward` endpoint.
  ///
  /// Requests and answers are as large as those of the endpoint that answers in the end.
  package func forwarding(
    by name: String, to service: ServiceReference, endpoint: String, answering: EndpointModel?
  ) -> ServiceModel {
    guard let cost = self.endpoint(named: Self.forward), self.endpoint(named: name) == nil else {
      return self
    }
    let call = CallStep(
      service: service, endpoint: endpoint, endpointSpan: cost.span, settings: .unset,
      isOptional: false)
    return adding(
      EndpointModel(
        name: name, span: cost.span, failure: cost.failure, streams: true,
        request: cost.request ?? answering?.request, response: cost.response ?? answering?.response,
        steps: cost.steps + [.call(call)]))
  }
}

extension ServiceReference {
  /// The service by which a model is reached.
  package init(_ model: ServiceModel) {
    self.init(
      name: model.service ?? model.workload.name, namespace: model.namespace, span: model.span)
  }
}
