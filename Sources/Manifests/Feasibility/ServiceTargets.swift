/// Services whose target port no container of their pods opens: nobody listens, and connections are
/// refused.
package enum ServiceTargets: PlatformCheck {
  /// Reports every such port of a Service, and a StatefulSet without its Service.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    for service in platform.manifests.services {
      let groups = platform.pods(of: service)
      for port in service.ports { check(port, of: service, groups, diagnostics) }
    }
    for workload in platform.manifests.statefulSets where !workload.serviceName.isEmpty {
      let (name, home) = (workload.serviceName, workload.metadata.home)
      guard !platform.services.contains(name, in: home) else { continue }
      diagnostics.warning(
        "the StatefulSet \(workload.metadata.name) is under the Service \"\(name)\", which no "
          + "manifest defines: its pods have no names of their own", at: workload.serviceNameSpan,
        code: "unknown-service", help: platform.services.help(for: name, in: home))
    }
  }

  private static func check(
    _ port: ServicePort, of service: Service, _ groups: [PodMaker],
    _ diagnostics: DiagnosticCollector
  ) {
    let target = port.targetPort ?? .number(port.port)
    let span = port.targetPort == nil ? port.span.start : port.targetPortSpan
    for group in groups where group.spec != nil && !group.declares(target, port.protocol) {
      switch target {
      case .number(let number):
        // Containers may open ports that they do not declare, and an operator knows which those
        // are of the pods that it makes too (RabbitMQ's are 4369 and 25672).
        guard group.declaresPorts, !service.metadata.hasController else { continue }
        diagnostics.warning(
          "port \(port.port) of the Service \(service.metadata.name) leads to port \(number), "
            + "which no container of \(group.subject) declares", at: span, code: "closed-port",
          help: group.declaredPorts, labels: [(group.span.start, "the pods")])
      case .name(let name):
        diagnostics.warning(
          "port \(port.port) of the Service \(service.metadata.name) leads to the port "
            + "\"\(name)\", a name that no container of \(group.subject) gives a "
            + "\(port.protocol.rawValue) port", at: span, code: "closed-port",
          help: nearest(name, in: group.portNames.filter { $0 != name })
            .map { "did you mean \"\($0)\"?" } ?? group.declaredPorts,
          labels: [(group.span.start, "the pods")])
      }
    }
  }
}

extension PodMaker {
  /// The ports that its containers declare, as advice.
  var declaredPorts: String? {
    let shown = servers.flatMap(\.ports).map { port in
      let kind = port.protocol == .tcp ? "" : "/\(port.protocol.rawValue)"
      return port.name.map { "\(port.containerPort)\(kind) (\($0))" }
        ?? "\(port.containerPort)\(kind)"
    }
    return shown.isEmpty ? nil : "its containers declare \(shown.joined(separator: ", "))"
  }
}
