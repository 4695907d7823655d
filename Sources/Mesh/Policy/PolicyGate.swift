import Manifests

/// A way through the firewall: ports of the server, and who opens the connection to one of them.
///
/// Of a server that speaks more than one protocol a client takes one that is open.
struct PolicyGate: Equatable {
  /// Who opens the connection on which messages travel from a client to a server.
  enum Dialer {
    /// The client, to the server's port.
    case client
    /// The server, to the client's port: a consumer asks its broker.
    case server
    /// Either of them: members of a data system.
    case either
  }

  let ports: [GatePort]
  let transport: TransportProtocol
  let dialer: Dialer

  init(ports: [GatePort], transport: TransportProtocol, dialer: Dialer) {
    self.ports = ports
    self.transport = transport
    self.dialer = dialer
  }

  init(ports: [Int], transport: TransportProtocol, dialer: Dialer) {
    self.init(ports: ports.map { GatePort($0) }, transport: transport, dialer: dialer)
  }

  /// The direction in which policies stop the connection; nil where they let it through.
  func denial(
    by rules: PolicyRules, from client: PolicyEndpoint, to server: PolicyEndpoint
  ) -> PolicyType? {
    func dialled(from: PolicyEndpoint, to: PolicyEndpoint) -> PolicyType? {
      var denial: PolicyType?
      for port in ports {
        let named = to.ports.first { $0.name == port.name && $0.protocol == transport }
        let verdict = rules.verdict(
          from: from, to: to, port: named?.number ?? port.number, transport)
        guard case .denied(let direction, _) = verdict else { return nil }
        denial = direction
      }
      return denial
    }
    switch dialer {
    case .client: return dialled(from: client, to: server)
    case .server: return dialled(from: server, to: client)
    case .either:
      guard dialled(from: client, to: server) != nil else { return nil }
      return dialled(from: server, to: client)
    }
  }
}
