extension VirtualService {
  /// Reports routes that Istio refuses (pkg/config/validation ValidateVirtualService).
  package func check(_ diagnostics: DiagnosticCollector) {
    for route in http {
      if route.route.isEmpty, route.redirect == nil, route.directResponse == nil,
        !route.isDelegated
      {
        diagnostics.error(
          "a route needs destinations, a redirect or a direct response", at: route.span.start,
          code: "missing-field")
      }
      for destination in route.route {
        checkNotNegative(destination.weight, "weight", destination.weightSpan, diagnostics)
      }
      if route.route.count > 1, route.route.allSatisfy({ $0.weight == 0 }) {
        diagnostics.error(
          "the weights of the destinations sum up to 0", at: route.span.start,
          code: "out-of-range", help: "give each destination its part, such as 90 and 10")
      }
    }
  }
}
