package import SimulationKernel

/// What a request asks of a store, with all random numbers that it needs drawn.
package struct StoreDemand: BitwiseCopyable, Sendable {
  /// The store.
  package var store: Int
  /// The member at whose pod the request arrived.
  package var member: Int
  /// The call on the wire, as a raw handle, given back with the answer.
  package var call: UInt32
  /// Whether it changes data.
  package var isWrite: Bool
  /// Whether the engine answers with an error after its work.
  package var fails: Bool
  /// Which of the store's operations it is.
  package var operation: Int32 = 0
  /// Core time on the serving member's CPU.
  package var cpu: SimDuration
  /// Bytes that a write sends or a read returns over the wire.
  package var bytes: Int64
  /// Of a read the bytes that it fetches from the disk, zero when memory holds them; of a write the
  /// bytes that it puts into the log, zero when these are the bytes on the wire.
  package var diskBytes: Int64
  /// 64 uniform bits that choose the shard.
  package var keyBits: UInt64

  /// Bytes that a write puts into the log.
  package var loggedBytes: Int64 { diskBytes > 0 ? diskBytes : bytes }

  /// Makes a demand.
  package init(
    store: Int, member: Int, call: UInt32, isWrite: Bool, fails: Bool = false, cpu: SimDuration,
    bytes: Int64, diskBytes: Int64 = 0, keyBits: UInt64
  ) {
    self.store = store
    self.member = member
    self.call = call
    self.isWrite = isWrite
    self.fails = fails
    self.cpu = cpu
    self.bytes = bytes
    self.diskBytes = diskBytes
    self.keyBits = keyBits
  }
}

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
  /// Whether it waits, or waited, for merges to catch up.
  var isDelayed = false
  /// The timeline of the log that holds the write already, by an earlier attempt that the engine
  /// recognises; 0 for none.
  var heldOn: UInt32 = 0
  /// The job on the server's CPU; nil while there is none.
  package var job: UInt32?
}
