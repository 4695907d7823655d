package import Cluster
package import Manifests
import SimulationKernel

/// The ports of pods that clients connect to, by which policies judge them: those that the nodes'
/// rules and the sidecars have for a service. They change with its object.
extension Mesh {
  /// Sets the gate of a route by the ports of its service, and from now on when they change.
  ///
  /// - Parameters:
  ///   - preferred: ports that clients ask before others.
  ///   - transport: the protocol of which they ask all ports instead; nil for none.
  package mutating func followPorts(
    ofRoute route: Int, preferring preferred: [Int], all transport: TransportProtocol? = nil,
    in cluster: borrowing Cluster
  ) {
    let service = service(ofRoute: route)
    guard service < cluster.services.count else { return }
    while followedGates.count <= service { followedGates.append(FollowedGates()) }
    let gate = FollowedGates.Gate(route: route, preferred: preferred, transport: transport)
    followedGates[service].gates.append(gate)
    followedGates[service].ports = cluster.services[service].ports
    set(gate, of: service, in: cluster)
  }

  /// Says that the servers of a route connect to ports of its clients: consumers to a broker.
  package mutating func setGate(ofRoute route: Int, portsOfClient ports: [Int]) {
    for service in followedGates.indices {
      followedGates[service].gates.removeAll { $0.route == route }
    }
    firewall.gates[route] = firewall.gate(
      PolicyGate(ports: ports, transport: .tcp, dialer: .server))
  }

  /// Clients of a service learn its ports with its endpoints.
  mutating func learnPorts(of service: Int, from cluster: borrowing Cluster) {
    guard service < followedGates.count,
      followedGates[service].ports != cluster.services[service].ports
    else { return }
    followedGates[service].ports = cluster.services[service].ports
    for gate in followedGates[service].gates { set(gate, of: service, in: cluster) }
  }

  private mutating func set(
    _ gate: FollowedGates.Gate, of service: Int, in cluster: borrowing Cluster
  ) {
    var spec = cluster.services[service].spec
    spec.ports = cluster.services[service].ports
    let asked =
      gate.transport.map { transport in spec.ports.filter { $0.transport == transport } }
      ?? spec.ports(preferring: gate.preferred)
    let targets = asked.map { port in
      GatePort(number(of: port, spec, in: cluster), named: port.targetName)
    }
    firewall.gates[gate.route] = firewall.gate(
      PolicyGate(
        ports: targets.isEmpty ? gate.preferred.map { GatePort($0) } : targets,
        transport: gate.transport ?? asked.first?.transport ?? .tcp, dialer: .client))
  }

  /// The number of a service's port on its pods; of a named one that on pods whose ports are not
  /// known, as the others say it themselves.
  private func number(
    of port: ServiceSpec.Port, _ spec: ServiceSpec, in cluster: borrowing Cluster
  ) -> Int {
    guard !port.targetName.isEmpty else { return port.target }
    let owner = cluster.workloads.first {
      $0.namespace == spec.namespace && spec.selector.isSubset(of: $0.spec.template.labels)
    }
    let named = owner?.spec.template.namedPorts?.first {
      $0.name == port.targetName && $0.protocol == port.transport
    }
    return named?.number ?? port.target
  }
}
