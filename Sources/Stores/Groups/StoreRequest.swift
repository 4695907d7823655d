package import SimulationKernel

/// What a request asks of a store, with its own draws already made.
package struct StoreDemand: BitwiseCopyable, Sendable {
  /// The store.
  package var store: Int
  /// The member at whose pod the request arrived.
  package var member: Int
  /// The caller's handle, given back with the answer.
  package var call: UInt32
  /// Whether it changes data.
  package var isWrite: Bool
  /// Whether the engine answers with an error after its work.
  package var fails: Bool
  /// Which of the store's operations it is.
  package var operation: Int32 = 0
  /// Work on the serving member's CPU.
  package var cpu: SimDuration
  /// Bytes on the wire.
  package var bytes: Int64
  /// Bytes that a read fetches from the disk, zero when memory holds them; bytes that a write puts
  /// into the log, zero when they are those on the wire.
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
  /// Answers of other members still needed, and how many can still come.
  var needed: Int16 = 0
  var expected: Int16 = 0
  /// Whether it waits, or waited, for merges to catch up.
  var isDelayed = false
  /// The timeline of the log that holds the write by an earlier attempt, where the engine knows it
  /// again; 0 for none.
  var heldOn: UInt32 = 0
  /// The job on the server's CPU; nil while there is none.
  package var job: UInt32?
}
