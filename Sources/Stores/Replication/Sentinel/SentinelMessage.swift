/// What Sentinels say to each other.
package struct SentinelMessage: Equatable, BitwiseCopyable, Sendable {
  /// What a message is.
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    /// `SENTINEL is-master-down-by-addr`: whether the other believes the master down; with a
    /// candidate also the wish for its vote.
    case ask
    /// The answer.
    case answer
    /// The hello of a Sentinel: the master that it knows, and since which epoch.
    case hello
  }

  /// What it is.
  package var kind: Kind
  /// The Sentinel that sends it.
  package var from: UInt8
  /// The Sentinel that gets it.
  package var to: UInt8
  /// answer: whether the master is believed down.
  package var isDown = false
  /// The master that is meant.
  package var master: UInt8
  /// The candidate who asks, or whom the vote went to; nil without.
  package var leader: UInt8?
  /// The epoch that the sender is in; in an answer that of the vote.
  package var epoch: UInt32
  /// hello: the epoch since which the master is one.
  package var configEpoch: UInt32 = 0

  /// Makes a message.
  package init(
    _ kind: Kind, from: UInt8, to: UInt8, master: UInt8, epoch: UInt32, leader: UInt8? = nil
  ) {
    self.kind = kind
    self.from = from
    self.to = to
    self.master = master
    self.epoch = epoch
    self.leader = leader
  }
}
