/// Kafka's choice of a partition's leader (`PartitionChangeBuilder.electLeader`).
package struct PartitionElection: Equatable, Sendable {
  /// Why a leader is chosen.
  package enum Kind: String, Sendable {
    /// The first replica of the assignment is to lead again.
    case preferred = "PREFERRED"
    /// The partition needs a leader.
    case online = "ONLINE"
    /// It needs one even if acknowledged records are lost with the choice.
    case unclean = "UNCLEAN"
  }

  /// The partition's copies in the order of their assignment.
  package var assignment: [Int]
  /// The in-sync set.
  package var inSync: [Int]
  /// Copies that left a set at its least size and are still complete; they count while the set is
  /// empty (KIP-966).
  package var eligible: [Int] = []
  /// Who leads now; nil while nobody does.
  package var leader: Int?

  /// Makes a partition's state.
  package init(assignment: [Int], inSync: [Int], leader: Int?) {
    self.assignment = assignment
    self.inSync = inSync
    self.leader = leader
  }

  /// The new leader and whether the choice may lose records; nil when nobody can lead.
  package func elect(
    _ kind: Kind, isAcceptable: (Int) -> Bool
  ) -> (leader: Int, isUnclean: Bool)? {
    func isValid(_ copy: Int) -> Bool {
      isAcceptable(copy) && (inSync.isEmpty ? eligible : inSync).contains(copy)
    }
    if kind == .preferred, let first = assignment.first, isValid(first) { return (first, false) }
    if let leader, isValid(leader) { return (leader, false) }
    if let clean = assignment.first(where: isValid) { return (clean, false) }
    guard kind == .unclean, let any = assignment.first(where: isAcceptable) else { return nil }
    return (any, true)
  }
}
