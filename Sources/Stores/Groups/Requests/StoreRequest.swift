import SimulationKernel

/// A request inside a store.
package struct StoreRequest: SlabElement {
  /// The slab's own word.
  package var slabWord: UInt32 = 0
  /// What was asked.
  package let demand: StoreDemand
  /// The group that holds the shard.
  var group: Int32
  /// The member that works on it.
  var server: Int32
  /// When it arrived.
  var arrivedAt: SimTime
  /// How many answers of other members the request still needs.
  var needed: Int16 = 0
  /// How many answers of other members can still come.
  var expected: Int16 = 0
  /// Whether its client has yet to hear the cluster's map from the member that it asked.
  var seeksMap = false
  /// How often its publisher tried again.
  var retries: UInt8 = 0
  /// Whether it was sent to a leader that will never answer, so that its publisher waits in vain.
  var isLost = false
  /// Whether it waits, or waited, for merges to catch up.
  var isDelayed = false
  /// The timeline of the log that holds the write already, by an earlier attempt that the engine
  /// recognises; 0 for none.
  var heldOn: UInt32 = 0
  /// A read of a group that ships a log: the number of the last write that was acknowledged when
  /// the read arrived.
  var knownWrite: UInt64 = 0
  /// The job on the server's CPU; nil while there is none.
  package var job: UInt32?
}
