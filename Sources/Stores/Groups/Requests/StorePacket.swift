import SimulationKernel

/// A message on the wire between two pods of a store.
package struct StorePacket: SlabElement {
  /// What the packet carries.
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// A Raft message.
    case raft
    /// A request on its way to the member that serves it.
    case forward
    /// The part of a primary's log that a copy was not sent yet, up to a number.
    case ship
    /// A copy's confirmation that it holds the log up to a number.
    case shipAck
    /// A shard of an object to store, or the request to read one.
    case shard
    /// The answer to a `shard`.
    case shardAck
    /// A write to register with the coordinating group.
    case register
    /// The coordinating group's confirmation.
    case registered
    /// What Sentinels say to each other.
    case sentinel
    /// A Redis Cluster replica's request for a vote.
    case voteRequest
    /// A vote for such a replica.
    case vote
  }

  /// Bytes of a packet of a binary protocol besides what it carries (assumed, alike for all).
  static var headerBytes: Int64 { 64 }
  /// Bytes of a packet of HTTP or a text protocol besides what it carries (assumed).
  static var textHeaderBytes: Int64 { 128 }

  /// What a state machine says to another of its kind.
  enum Message: BitwiseCopyable {
    /// The packet carries something else.
    case none
    case raft(RaftMessage)
    case sentinel(SentinelMessage)
  }

  /// The slab's own word.
  package var slabWord: UInt32 = 0
  var kind: Kind
  var from: Int32
  var to: Int32
  /// The receiver's `epoch` when the packet was sent; it is lost where the receiver has restarted
  /// since.
  var epoch: UInt32 = 0
  var group: Int32 = 0
  var request = Handle<StoreRequest>.none
  /// A position in the log, the epoch of a Redis node, or the holders of a part as a `BitSet`.
  var number: UInt64 = 0
  /// The timeline of a position in the log.
  var timeline: UInt32 = 0
  var bytes: Int64
  var message = Message.none

  init(_ kind: Kind, from: Int, to: Int, bytes: Int64) {
    self.kind = kind
    self.from = Int32(from)
    self.to = Int32(to)
    self.bytes = bytes
  }
}

extension StorePacket {
  /// A message between Sentinels, whose pods begin with a member.
  init(_ message: SentinelMessage, base: Int, group: Int) {
    self.init(
      .sentinel, from: base + Int(message.from), to: base + Int(message.to),
      bytes: Self.textHeaderBytes)
    self.group = Int32(group)
    self.message = .sentinel(message)
  }
}
