/// Ingresses that lead to Services or ports that do not exist: the controller answers 503.
package enum IngressBackends: PlatformCheck {
  /// Reports every such backend at its Service's name or port.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for ingress in platform.manifests.ingresses {
      let backends = ingress.rules.flatMap(\.http.paths).map(\.backend) + [ingress.defaultBackend]
      for backend in backends.compactMap({ $0?.service }) where !backend.isAction {
        check(backend, of: ingress, platform, diagnostics)
      }
    }
  }

  private static func check(
    _ backend: IngressServiceBackend, of ingress: Ingress, _ platform: CheckedPlatform,
    _ diagnostics: DiagnosticCollector
  ) {
    let namespace = ingress.metadata.home
    guard platform.services.contains(backend.name, in: namespace) else {
      if platform.manifests.mayBeOperated(backend.name, in: namespace) { return }
      diagnostics.warning(
        "the Ingress \(ingress.metadata.name) leads to the Service \"\(backend.name)\", which no "
          + "manifest defines in the namespace \"\(namespace)\"", at: backend.nameSpan,
        code: "unknown-service", help: platform.services.help(for: backend.name, in: namespace))
      return
    }
    guard let service = platform.service(backend.name, in: namespace) else { return }
    let isThere = service.ports.contains { port in
      (backend.port.name == nil || backend.port.name == port.name)
        && (backend.port.number == nil || backend.port.number == port.port)
    }
    if isThere { return }
    let port = backend.port.name ?? backend.port.number.map(String.init) ?? ""
    diagnostics.warning(
      "the Service \(backend.name) has no port \(port)", at: backend.portSpan, code: "closed-port",
      help: service.portAdvice, labels: [(service.span.start, "the Service")])
  }
}

extension Service {
  /// The ports that it has, as advice.
  var portAdvice: String? {
    let shown = ports.map { port in
      port.name.map { "\(port.port) (\($0))" } ?? String(port.port)
    }
    return shown.isEmpty ? nil : "it has \(shown.joined(separator: ", "))"
  }
}
