/// Probes of ports that their container does not open: they fail for ever, so the pod is never
/// ready or restarts again and again.
package enum ProbePorts: PlatformCheck {
  /// Reports every such probe at its port.
  ///
  /// A name must be one of the container's own (pkg/kubelet/prober probe.go, pkg/probe
  /// ResolveContainerPort); a number may be opened without being declared (core/v1
  /// Container.ports), so it is doubted only where others are declared, where the pod's
  /// configuration does not speak of it and where the software is not known to open it.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let reader = ConfigurationReader(platform.manifests)
    for group in platform.pods {
      // Containers of a pod share its network, so another one's port answers too.
      let open = group.servers.flatMap(\.ports).map(\.containerPort)
      for container in group.servers {
        checkHooks(of: container, diagnostics)
        let probes = [
          ("liveness", container.livenessProbe), ("readiness", container.readinessProbe),
          ("startup", container.startupProbe),
        ]
        for (name, probe) in probes {
          guard let (port, span) = probe?.askedPort else { continue }
          if case .number(let number) = port,
            open.contains(number)
              || group.opensUndeclared(number, reader)
          {
            continue
          }
          check(port, at: span, of: "\(name) probe", container, diagnostics)
        }
      }
    }
  }

  /// Reports hooks that ask a port by a name that the container does not have: they fail, and a
  /// container whose postStart hook fails is killed (pkg/kubelet/lifecycle handlers.go).
  private static func checkHooks(of container: Container, _ diagnostics: DiagnosticCollector) {
    let hooks = [
      ("postStart", container.lifecycle?.postStart), ("preStop", container.lifecycle?.preStop),
    ]
    for (name, hook) in hooks {
      guard let get = hook?.httpGet, case .name = get.port else { continue }
      check(get.port, at: get.portSpan, of: "\(name) hook", container, diagnostics)
    }
  }

  private static func check(
    _ port: PortReference, at span: SourceSpan, of probe: String, _ container: Container,
    _ diagnostics: DiagnosticCollector
  ) {
    switch port {
    case .name(let name):
      let names = container.ports.compactMap(\.name)
      guard !names.contains(name) else { return }
      diagnostics.warning(
        "the \(probe) of the container \(container.name) asks the port \"\(name)\", which the "
          + "container does not have: it can never pass", at: span, code: "closed-probe-port",
        help: nearest(name, in: names).map { "did you mean \"\($0)\"?" }
          ?? "give a port of the container this name, or write the port's number")
    case .number(let number):
      guard !container.ports.isEmpty else { return }
      var numbers: [Int] = []
      for port in container.ports where !numbers.contains(port.containerPort) {
        numbers.append(port.containerPort)
      }
      let known = numbers.map(String.init).joined(separator: ", ")
      diagnostics.warning(
        "the \(probe) of the container \(container.name) asks port \(number), which no container "
          + "of the pod declares", at: span, code: "closed-probe-port",
        help: "the container declares \(known)", labels: [(container.portsSpan, "its ports")])
    }
  }
}

extension Probe {
  /// The port of the pod that it asks, and where it was written; nil for commands and other hosts.
  fileprivate var askedPort: (PortReference, SourceSpan)? {
    if let get = httpGet { return get.host == nil ? (get.port, get.portSpan) : nil }
    if let socket = tcpSocket { return socket.host == nil ? (socket.port, socket.portSpan) : nil }
    return grpc.map { (.number($0.port), $0.portSpan) }
  }
}
