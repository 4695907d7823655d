/// Whether a set of network policies lets a connection through.
///
/// A pod that no policy selects for a direction is open in it. One that is selected lets through
/// what any rule of any policy that selects it allows. A connection needs the client's egress and
/// the server's ingress; the answers on it need nothing.
/// Source: Kubernetes documentation, concepts/services-networking/network-policies.
package struct PolicyRules: Sendable {
  private let policies: [Policy]

  /// Takes over the policies of a cluster.
  package init(_ policies: [NetworkPolicy]) { self.policies = policies.map(Policy.init) }

  /// Whether there is no policy: everything is let through.
  package var isEmpty: Bool { policies.isEmpty }

  /// Judges a connection from a client to a port of a server.
  ///
  /// What never passes a policy is the caller's to know: a pod's connections to itself, and those
  /// between a pod and its own node.
  package func verdict(
    from client: PolicyEndpoint, to server: PolicyEndpoint, port: Int,
    _ transport: TransportProtocol = .tcp
  ) -> PolicyVerdict {
    for direction in [PolicyType.egress, .ingress] {
      let (own, peer) = direction == .egress ? (client, server) : (server, client)
      let isolating = policies.filter { $0.isolates(own, direction) }
      guard !isolating.isEmpty else { continue }
      let isAllowed = isolating.contains { policy in
        policy.rules(direction).contains { rule in
          rule.admits(server, port, transport) && rule.admits(peer, in: policy.namespace)
        }
      }
      if !isAllowed { return .denied(direction, by: isolating.map(\.name)) }
    }
    return .allowed
  }

  /// Whether policies isolate a pod in a direction.
  package func isolates(_ pod: PolicyEndpoint, _ direction: PolicyType) -> Bool {
    policies.contains { $0.isolates(pod, direction) }
  }

  /// All that policies can tell of an endpoint: two with the same traits are treated alike.
  package func traits(of endpoint: PolicyEndpoint) -> [Bool] {
    var traits = [endpoint.isSelectable]
    for policy in policies {
      traits.append(policy.selects(endpoint))
      for rule in policy.ingress + policy.egress {
        traits += rule.peers.map { $0.matches(endpoint, in: policy.namespace) }
      }
    }
    return traits
  }
}

/// What network policies say to a connection.
package enum PolicyVerdict: Equatable, Sendable {
  /// It is let through.
  case allowed
  /// The policies that isolate one end have no rule for it; their names are `namespace/name`.
  case denied(PolicyType, by: [String])
}

extension PolicyRules {
  /// A policy with its ranges read.
  private struct Policy: Sendable {
    let namespace: String
    let name: String
    let selector: LabelSelector
    let directions: [PolicyType]
    let ingress: [Rule]
    let egress: [Rule]

    init(_ policy: NetworkPolicy) {
      namespace = policy.metadata.namespace ?? "default"
      name = namespace + "/" + policy.metadata.name
      selector = policy.podSelector
      directions = policy.policyTypes
      ingress = policy.ingress.map { Rule(peers: $0.from.map(Peer.init), ports: $0.ports) }
      egress = policy.egress.map { Rule(peers: $0.to.map(Peer.init), ports: $0.ports) }
    }

    func selects(_ pod: PolicyEndpoint) -> Bool {
      pod.isSelectable && pod.namespace == namespace && selector.matches(pod.labels)
    }

    func isolates(_ pod: PolicyEndpoint, _ direction: PolicyType) -> Bool {
      directions.contains(direction) && selects(pod)
    }

    func rules(_ direction: PolicyType) -> [Rule] { direction == .egress ? egress : ingress }
  }

  private struct Rule: Sendable {
    let peers: [Peer]
    let ports: [NetworkPolicyPort]

    /// No peer stands for every one.
    func admits(_ peer: PolicyEndpoint, in namespace: String) -> Bool {
      peers.isEmpty || peers.contains { $0.matches(peer, in: namespace) }
    }

    /// No port stands for every one.
    func admits(_ server: PolicyEndpoint, _ port: Int, _ transport: TransportProtocol) -> Bool {
      ports.isEmpty || ports.contains { $0.admits(server, port, transport) }
    }
  }

  private struct Peer: Sendable {
    let pods: LabelSelector?
    let namespaces: LabelSelector?
    let range: AddressRange?
    let exceptions: [AddressRange]

    init(_ peer: NetworkPolicyPeer) {
      pods = peer.podSelector
      namespaces = peer.namespaceSelector
      range = peer.ipBlock.flatMap { AddressRange($0.cidr) }
      exceptions = peer.ipBlock?.except.compactMap(AddressRange.init) ?? []
    }

    func matches(_ endpoint: PolicyEndpoint, in namespace: String) -> Bool {
      if let range {
        guard let address = endpoint.address else { return false }
        return range.contains(address) && !exceptions.contains { $0.contains(address) }
      }
      guard endpoint.isSelectable, pods != nil || namespaces != nil else { return false }
      let isThere =
        namespaces.map { $0.matches(endpoint.namespaceLabels) } ?? (endpoint.namespace == namespace)
      return isThere && pods?.matches(endpoint.labels) ?? true
    }
  }
}

extension NetworkPolicyPort {
  /// Whether it means a port of a server; names are those of the server's containers.
  fileprivate func admits(
    _ server: PolicyEndpoint, _ port: Int, _ transport: TransportProtocol
  ) -> Bool {
    guard transport == self.protocol else { return false }
    switch self.port {
    case nil: return true
    case .number(let first)?: return (first...max(first, endPort ?? first)).contains(port)
    case .name(let name)?:
      return server.ports.contains {
        $0.name == name && $0.number == port && $0.protocol == transport
      }
    }
  }
}
