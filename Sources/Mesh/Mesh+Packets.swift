public import SimulationKernel

/// Packets between two pods of a data system, which are no calls.
extension Mesh {
  /// The time that a packet takes from one pod to another, or nil when a cut or a policy swallows
  /// it.
  ///
  /// Data systems talk over TCP: without acknowledgements on the way back nothing new is sent.
  /// Pods are named by index; `gate` is the one between members of the system. Those of one node
  /// are as far apart as the node's law says.
  @inlinable
  public mutating func packetWay(
    from sender: Int, to receiver: Int, through gate: UInt16, bits: UInt64
  ) -> SimDuration? {
    guard passes(from: sender, to: receiver, gate),
      !network.hasCuts || !isCut(from: receiver, to: sender)
    else { return nil }
    let law = network.leg(from: network.places[sender], to: network.places[receiver])
    return law.isZero ? .zero : laws.duration(law, bits)
  }

  /// Whether two pods, by their indices, can exchange packets in both directions.
  package mutating func canExchange(_ one: Int, _ other: Int, through gate: UInt16) -> Bool {
    passes(from: one, to: other, gate) && !network.isCut(from: other, to: one)
  }
}
