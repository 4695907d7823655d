extension VirtualService {
  /// Reports routes that Istio refuses (pkg/config/validation ValidateVirtualService).
  package func check(_ diagnostics: DiagnosticCollector) {
    if http.isEmpty, tls.isEmpty, tcp.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error(
        "a VirtualService needs http, tcp or tls", at: span.start, code: "missing-field")
    }
    for route in http {
      if route.route.isEmpty, route.redirect == nil, route.directResponse == nil,
        !route.isDelegated
      {
        diagnostics.error(
          "a route needs destinations, a redirect or a direct response", at: route.span.start,
          code: "missing-field")
      }
      route.checkAnswers(diagnostics)
      for destination in route.route {
        checkNotNegative(destination.weight, "weight", destination.weightSpan, diagnostics)
      }
      route.checkSumOfWeights(diagnostics)
    }
  }
}

extension HTTPRoute {
  /// Reports weights that no proxy can share calls out by: Envoy knows sums up to 2^32 - 1.
  fileprivate func checkSumOfWeights(_ diagnostics: DiagnosticCollector) {
    let sum = route.reduce(0.0) { $0 + Double($1.weight) }
    let help = "give each destination its part, such as 90 and 10"
    if route.count > 1, route.allSatisfy({ $0.weight == 0 }) {
      diagnostics.error(
        "the weights of the destinations sum up to 0", at: span.start, code: "out-of-range",
        help: help)
    } else if sum > Double(UInt32.max) {
      diagnostics.error(
        "the weights of the destinations sum up to more than \(UInt32.max)", at: span.start,
        code: "out-of-range", help: help)
    }
  }
}

extension HTTPRoute {
  /// Reports answers of the proxy that no proxy can give.
  fileprivate func checkAnswers(_ diagnostics: DiagnosticCollector) {
    if redirect != nil, !route.isEmpty {
      diagnostics.error(
        "a route has destinations or a redirect", at: span.start, code: "conflicting-fields",
        help: "leave one of them out")
    }
    if directResponse != nil, !route.isEmpty {
      diagnostics.error(
        "a route has destinations or a direct response", at: span.start, code: "conflicting-fields",
        help: "leave one of them out")
    }
    let statuses = [
      ("directResponse.status", directResponse?.status),
      ("fault.abort.httpStatus", fault?.abort?.httpStatus),
    ]
    for case (let field, let status?) in statuses where !(200...599).contains(status) {
      diagnostics.error(
        "\(field) is no HTTP status from 200 to 599", at: span.start, code: "out-of-range")
    }
    let shares = [
      ("fault.delay.percentage", fault?.delay?.percentage.value),
      ("fault.abort.percentage", fault?.abort?.percentage.value),
    ]
    for case (let field, let share?) in shares where !(0...100).contains(share) {
      diagnostics.error(
        "\(field) is no percentage from 0 to 100", at: span.start, code: "out-of-range")
    }
  }
}

extension Gateway {
  /// Reports gateways that Istio refuses (pkg/config/validation ValidateGateway).
  package func check(_ diagnostics: DiagnosticCollector) {
    if servers.isEmpty, !diagnostics.hasError(in: span) {
      diagnostics.error("a Gateway needs servers", at: span.start, code: "missing-field")
    }
    for server in servers {
      let name = server.port.name
      if server.hosts.isEmpty {
        diagnostics.error(
          "the server \"\(name)\" needs hosts", at: span.start, code: "missing-field")
      }
      if ["HTTPS", "TLS"].contains(server.port.protocol.uppercased()), server.tls == nil {
        diagnostics.error(
          "the server \"\(name)\" of \(server.port.protocol) needs tls", at: span.start,
          code: "missing-field")
      }
    }
  }
}
