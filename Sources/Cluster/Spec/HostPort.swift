/// A port that a container binds on its node.
package struct HostPort: Hashable, Sendable {
  /// TCP, UDP or SCTP.
  package var transport: String
  /// Address bound; `0.0.0.0` stands for all.
  package var address: String
  /// Port number.
  package var port: Int

  /// Makes a port.
  package init(transport: String, address: String, port: Int) {
    self.transport = transport
    self.address = address.isEmpty ? "0.0.0.0" : address
    self.port = port
  }

  /// Whether two ports can't be on one node (scheduler HostPortInfo.CheckConflict).
  package func conflicts(with other: HostPort) -> Bool {
    port == other.port && transport == other.transport
      && (address == other.address || address == "0.0.0.0" || other.address == "0.0.0.0")
  }
}
