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
    }
  }
}
