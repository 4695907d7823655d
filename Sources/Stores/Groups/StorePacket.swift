import SimulationKernel

/// A message on the wire between two pods of a store.
package struct StorePacket: SlabElement {
  /// What the packet carries.
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// A Raft message.
    case raft
    /// A request on its way to the member that serves it.
    case forward
    /// A primary's log through a number.
    case ship
    /// A copy's confirmation of the log through a number.
    case shipAck
    /// A shard of an object to store, or the wish to read one.
    case shard
    /// The answer to a shard.
    case shardAck
    /// A write to register with the coordinating group.
    case register
    /// The coordinating group's confirmation.
    case registered
  }

  /// The slab's own word.

  package var slabWord: UInt32 = 0
  var kind: Kind
  var from: Int32
  var to: Int32
  /// Restarts of the receiver when the packet was sent; it is lost with the connection.
  var epoch: UInt32 = 0
  var group: Int32 = 0
  var request = Handle<StoreRequest>.none
  /// ship, shipAck: the place in the log and its timeline.
  var number: UInt64 = 0
  var timeline: UInt32 = 0
  var bytes: Int64
  var raft = RaftMessage(.append, from: 0, to: 0, term: 0)

  init(_ kind: Kind, from: Int, to: Int, bytes: Int64) {
    self.kind = kind
    self.from = Int32(from)
    self.to = Int32(to)
    self.bytes = bytes
  }
}
