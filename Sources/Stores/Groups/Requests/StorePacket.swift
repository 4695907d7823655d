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
  /// The place in the log and its timeline, or what a Sentinel says, or the epoch of a Redis node.
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

extension StorePacket {
  /// A message between Sentinels, whose pods begin with a member.
  init(_ message: SentinelMessage, base: Int, group: Int) {
    self.init(
      .sentinel, from: base + Int(message.from), to: base + Int(message.to), bytes: 128)
    self.group = Int32(group)
    number = UInt64(message.epoch) << 32 | UInt64(message.configEpoch)
    let leader = message.leader.map { UInt32($0) + 1 } ?? 0
    timeline =
      UInt32(message.kind.rawValue) | (message.isDown ? 4 : 0) | UInt32(message.master) << 8
      | leader << 16
  }

  /// The message between Sentinels that it carries.
  func sentinelMessage(base: Int) -> SentinelMessage {
    let leader = timeline >> 16 & 0xff
    var message = SentinelMessage(
      SentinelMessage.Kind(rawValue: UInt8(timeline & 3)) ?? .hello, from: UInt8(Int(from) - base),
      to: UInt8(Int(to) - base), master: UInt8(timeline >> 8 & 0xff),
      epoch: UInt32(number >> 32), leader: leader == 0 ? nil : UInt8(leader - 1))
    message.isDown = timeline & 4 != 0
    message.configEpoch = UInt32(truncatingIfNeeded: number)
    return message
  }
}
