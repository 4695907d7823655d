/// Calls that the platform needs and that network policies do not let through: they time out.
package enum BlockedCalls: PlatformCheck {
  /// Reports every such call where it is asked for, and pods that may not ask the cluster's DNS.
  package static func report(on platform: CheckedPlatform, _ diagnostics: DiagnosticCollector) {
    let rules = PolicyRules(platform.manifests.networkPolicies)
    guard !rules.isEmpty else { return }
    let ends = PolicyEnds(platform, rules)
    var withoutNames: [(traits: [Bool], denial: Denial, subjects: [String])] = []
    for (caller, calls) in NeededCalls(platform).calls.enumerated() where !calls.isEmpty {
      let subject = platform.software.workloads[caller].subject
      for call in calls { report(call, by: caller, subject, ends, platform, diagnostics) }
      guard calls.contains(where: { !$0.isRouted }), let denial = ends.dnsDenial(of: caller) else {
        continue
      }
      let traits = ends.traits(of: caller)
      if let known = withoutNames.firstIndex(where: { $0.traits == traits }) {
        withoutNames[known].subjects.append(subject)
      } else {
        withoutNames.append((traits, denial, [subject]))
      }
    }
    for (_, denial, subjects) in withoutNames {
      guard let place = ends.places(of: denial).first else { continue }
      let others = subjects.count > 1 ? " and \(subjects.count - 1) more" : ""
      diagnostics.warning(
        "the pods of \(subjects[0])\(others) may not ask the cluster's DNS, so that they find no "
          + "Service: \(denial.text) not let port 53 through", at: place.span,
        code: "blocked-call", help: "allow egress to UDP and TCP port 53 of kube-system")
    }
  }

  private static func report(
    _ call: NeededCall, by caller: Int, _ subject: String, _ ends: PolicyEnds,
    _ platform: CheckedPlatform, _ diagnostics: DiagnosticCollector
  ) {
    guard let (callee, denial) = ends.denial(of: call, by: caller) else { return }
    let service = platform.software.services.services[call.service]
    let whose =
      service.workloads.count > 1 ? " to \(platform.software.workloads[callee].subject)" : ""
    diagnostics.warning(
      "\(subject) calls \(service.name).\(service.namespace), which \(denial.text) not let "
        + "through\(whose): " + call.origin,
      at: call.span.line == call.span.endLine ? call.span : call.span.start, code: "blocked-call",
      help: "allow it in one of them, else the call times out", labels: ends.places(of: denial))
  }
}

/// Policies that keep a connection from being made.
private struct Denial {
  let direction: PolicyType
  /// Their names, `namespace/name`.
  let policies: [String]

  var text: String {
    let noun = policies.count == 1 ? "the NetworkPolicy" : "the NetworkPolicies"
    return "\(noun) \(policies.joined(separator: ", ")) (\(direction.rawValue)) "
      + (policies.count == 1 ? "does" : "do")
  }
}

/// The ends of the platform's connections, as policies see them.
private struct PolicyEnds {
  private let platform: CheckedPlatform
  private let rules: PolicyRules
  private let endpoints: [PolicyEndpoint]
  private let dns: PolicyEndpoint
  /// Addresses in the ranges that the twin's pods and nodes have, 10.244.0.0/16 and 192.168.0.0/24.
  private static let addressOfPod: UInt32 = 0x0af4_0002
  private static let addressOfNode: UInt32 = 0xc0a8_000a

  init(_ platform: CheckedPlatform, _ rules: PolicyRules) {
    self.platform = platform
    self.rules = rules
    var labels: [String: StringMap] = [:]
    for namespace in platform.manifests.namespaces {
      labels[namespace.metadata.name] = namespace.metadata.labels
    }
    endpoints = platform.software.workloads.map { workload in
      let usesHostNetwork = platform.pods(of: workload)?.spec?.hostNetwork ?? false
      var endpoint = PolicyEndpoint(
        namespace: workload.namespace, namespaceLabels: labels[workload.namespace] ?? StringMap(),
        labels: workload.labels,
        address: usesHostNetwork ? Self.addressOfNode : Self.addressOfPod)
      endpoint.usesHostNetwork = usesHostNetwork
      endpoint.ports = workload.containers.flatMap(\.ports).compactMap { port in
        port.name.map {
          PolicyEndpoint.NamedPort(name: $0, number: port.containerPort, protocol: port.protocol)
        }
      }
      return endpoint
    }
    // The label that people give the namespace by hand is taken for granted.
    var system = labels["kube-system"] ?? StringMap()
    system["name"] = system["name"] ?? "kube-system"
    dns = PolicyEndpoint(
      namespace: "kube-system", namespaceLabels: system,
      labels: StringMap([("k8s-app", "kube-dns")]), address: Self.addressOfPod)
  }

  /// The first workload behind a call's Service whose pods it does not reach on any port that it
  /// may be for, and what denies it; nil where it reaches all, or no port is known.
  func denial(of call: NeededCall, by caller: Int) -> (callee: Int, denial: Denial)? {
    let service = platform.software.services.services[call.service]
    // What serves itself may ask itself by its Service's name without leaving its pod.
    guard service.workloads.first != caller else { return nil }
    for callee in service.workloads where callee != caller {
      let denial = denial(from: caller, to: callee, ports(of: service, callee, asked: call.port))
      if let denial { return (callee, denial) }
    }
    return nil
  }

  private func denial(
    from caller: Int, to callee: Int, _ ports: [(number: Int, protocol: TransportProtocol)]
  ) -> Denial? {
    var found: Denial?
    for port in ports {
      let verdict = rules.verdict(
        from: endpoints[caller], to: endpoints[callee], port: port.number, port.protocol)
      guard case .denied(let direction, let policies) = verdict else { return nil }
      found = Denial(direction: direction, policies: policies)
    }
    return found
  }

  /// What keeps pods from the cluster's DNS.
  func dnsDenial(of caller: Int) -> Denial? {
    var found: Denial?
    for transport in [TransportProtocol.udp, .tcp] {
      let verdict = rules.verdict(from: endpoints[caller], to: dns, port: 53, transport)
      guard case .denied(.egress, let policies) = verdict else { return nil }
      found = Denial(direction: .egress, policies: policies)
    }
    return found
  }

  /// What policies can tell of a workload's pods.
  func traits(of workload: Int) -> [Bool] { rules.traits(of: endpoints[workload]) }

  /// Where policies are written.
  func places(of denial: Denial) -> [(span: SourceSpan, text: String)] {
    platform.manifests.networkPolicies.filter {
      denial.policies.contains("\($0.metadata.home)/\($0.metadata.name)")
    }
    .map { ($0.metadata.nameSpan, "this policy") }
  }

  /// The pods' ports behind a Service.
  private func ports(
    of service: KnownService, _ callee: Int, asked: Int?
  ) -> [(number: Int, protocol: TransportProtocol)] {
    guard let object = platform.service(service.name, in: service.namespace) else {
      return Self.operatedPorts(of: platform.software.workloads[callee].kind).map { ($0, .tcp) }
    }
    let meant = object.ports.filter { asked == nil || $0.port == asked }
    return (meant.isEmpty ? object.ports : meant).compactMap { port in
      switch port.targetPort {
      case .number(let number): (number, port.protocol)
      case .name(let name):
        endpoints[callee].ports.first { $0.name == name }.map { ($0.number, port.protocol) }
      case nil: (port.port, port.protocol)
      }
    }
  }

  private static func operatedPorts(of kind: String) -> [Int] {
    switch kind {
    case "cluster.postgresql.cnpg.io": [5_432]
    case "kafka.kafka.strimzi.io": [9_092, 9_093, 9_094]
    case "rediscluster.redis.redis.opstreelabs.in", "redisfailover.databases.spotahome.com": [6_379]
    case "prometheus.monitoring.coreos.com": [9_090]
    case "alertmanager.monitoring.coreos.com": [9_093]
    default: []
    }
  }
}
