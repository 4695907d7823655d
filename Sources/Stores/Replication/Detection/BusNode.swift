/// What one node of a Redis Cluster is and sees, as its peers' state machines need it.
package struct BusNode: BitwiseCopyable, Sendable {
  /// Whether its process runs and is not stopped.
  package var isUp: Bool
  /// Whether its host answers a connection attempt with a refusal: the process is gone, the machine
  /// is there.
  package var refuses: Bool
  /// Whether it is a master with hash slots.
  package var isMaster: Bool
  /// The nodes with which it can exchange packets, by index.
  package var reach: BitSet

  /// Makes a node's description.
  package init(isUp: Bool, refuses: Bool, isMaster: Bool, reach: BitSet) {
    self.isUp = isUp
    self.refuses = refuses
    self.isMaster = isMaster
    self.reach = reach
  }
}
