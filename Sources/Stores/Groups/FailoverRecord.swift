package import SimulationKernel

/// One change of the member that takes writes, and what it cost.
package struct FailoverRecord: Equatable, Sendable {
  /// The store.
  package var store: Int
  /// The shard, or -1 for the coordinating group.
  package var shard: Int
  /// When the old primary stopped to serve.
  package var lostAt: SimTime
  /// When somebody first acted on the loss.
  package var detectedAt: SimTime
  /// When the first write after the change was acknowledged; nil until then.
  package var recoveredAt: SimTime?
  /// When the last write before the change was acknowledged.
  package var lastAcceptedAt: SimTime
  /// Acknowledged writes that the new primary does not have.
  package var lostWrites: UInt64 = 0
  /// Age of the oldest of them at the loss.
  package var dataLossWindow = SimDuration.zero
  /// Writes that failed for their clients and exist all the same: a repetition doubles them.
  package var duplicatedWrites: UInt64 = 0
  /// Reads that a copy answered without the latest acknowledged write, until the recovery.
  package var staleReads: UInt64 = 0
  /// The member that took writes before.
  package var oldPrimary: Int
  /// The member that takes writes now.
  package var newPrimary: Int
  /// The steps of a restore from a backup; nil where a copy took over.
  package var chain: RestoreChain?

  /// For how long no write was acknowledged; nil while that lasts.
  package var writeGap: SimDuration? { recoveredAt.map { $0 - lastAcceptedAt } }
}
