package import SimulationKernel

/// One time during which a group took no writes, and what it cost.
///
/// Begins when the member that took writes stops to, and ends at the protocol when some member can
/// accept them: another one after a failover, or the same one when it comes back in time. Clients
/// see the end later, with their first write that is acknowledged.
package struct FailoverRecord: Equatable, Sendable {
  /// The store.
  package var store: Int
  /// The shard, or -1 for the coordinating group.
  package var shard: Int
  /// When the old primary stopped to take writes.
  package var lostAt: SimTime
  /// When a member or an operator first acted on the loss; nil while none has.
  package var detectedAt: SimTime?
  /// When a write could be accepted again, whether or not there was one; nil until then.
  package var readyAt: SimTime?
  /// When the first write after the change was acknowledged; nil until then.
  package var firstAcceptedAt: SimTime?
  /// When the last write before the change was acknowledged.
  package var lastAcceptedAt: SimTime
  /// Acknowledged writes that the new primary does not have.
  package var lostWrites: UInt64 = 0
  /// Age of the oldest of them at the loss.
  package var dataLossWindow = SimDuration.zero
  /// Writes that failed for their clients and exist all the same, so that a repetition duplicates
  /// them.
  package var duplicatedWrites: UInt64 = 0
  /// Writes that were refused, given up or lost until the first that was acknowledged again.
  package var refusedWrites: UInt64 = 0
  /// Reads that a copy answered without the latest acknowledged write, until the recovery.
  package var staleReads: UInt64 = 0
  /// The member that took writes before.
  package var oldPrimary: Int
  /// The member that takes writes now; nil while none does.
  package var newPrimary: Int?
  /// The steps of a restore from a backup; nil where a copy took over.
  package var chain: RestoreChain?

  /// For how long no write could be accepted; nil while that lasts.
  package var writeGap: SimDuration? { readyAt.map { $0 - lostAt } }

  /// From the last acknowledged write before to the first after, as the clients saw it; nil until
  /// there is one.
  package var clientGap: SimDuration? { firstAcceptedAt.map { $0 - lastAcceptedAt } }
}
