import SimulationKernel

/// Who waits for a flush.
struct FlushWaiter: BitwiseCopyable {
  /// The group and the slot in it whose log is flushed.
  var group: Int32
  var slot: Int32
  /// The log's place that the flush covers and the term or timeline that wrote it.
  var through: UInt64
  var term: UInt32
  /// A packet to send when it is done, or none.
  var packet: Handle<StorePacket>
}
