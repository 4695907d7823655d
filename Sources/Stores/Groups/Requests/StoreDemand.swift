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
  /// Whether its client asks the member for the cluster's map first.
  package var seeksMap = false
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
