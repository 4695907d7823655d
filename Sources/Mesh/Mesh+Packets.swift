public import SimulationKernel

/// The network under what is no call: packets between two pods of a data system.
extension Mesh {
  /// The time that a packet takes from one pod to another, or nil when a cut swallows it.
  ///
  /// Pods are named by index. Those of one node are as far apart as the node's law says.
  @inlinable
  public mutating func packetWay(from sender: Int, to receiver: Int, bits: UInt64) -> SimDuration? {
    if network.hasCuts, isCut(from: sender, to: receiver) { return nil }
    let law = network.leg(from: network.places[sender], to: network.places[receiver])
    return law.isZero ? .zero : laws.duration(law, bits)
  }

  /// Whether two pods, by their indices, can exchange packets in both directions.
  package func canExchange(_ one: Int, _ other: Int) -> Bool {
    !network.isCut(from: one, to: other) && !network.isCut(from: other, to: one)
  }
}
