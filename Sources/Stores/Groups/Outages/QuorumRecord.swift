package import SimulationKernel

/// One time during which a group could accept no write for want of members, copies or agreement.
///
/// A change of leaders that the rest of the group brings about by itself is none
/// (`FailoverRecord`).
package struct QuorumRecord: Equatable, Sendable {
  /// The store.
  package let store: Int
  /// The shard, or -1 for the coordinating group.
  package let shard: Int
  /// When it began.
  package let lostAt: SimTime
  /// When there was enough again; nil while there is not.
  package internal(set) var regainedAt: SimTime?
  /// What was lacking first, at its least; it stopped reads if it ever did.
  package internal(set) var lack: QuorumLack
}
