/// What one member of a Raft group tells another.
///
/// An append carries entries of one term only: those after `index` up to `index + count`.
package struct RaftMessage: BitwiseCopyable, Sendable {
  /// The messages of etcd-io/raft that the protocol needs.
  package enum Kind: UInt8, BitwiseCopyable, Sendable {
    case append, appendReply, preVote, preVoteReply, vote, voteReply, campaignNow, snapshot
  }

  /// What the message asks or answers.
  package var kind: Kind
  /// The sender's slot in the group.
  package var from: UInt8
  /// The receiver's slot in the group.
  package var to: UInt8
  /// A reply that refuses, a vote request that ignores the leader's lease (leader transfer), or an
  /// append that is a heartbeat.
  package var flag: Bool
  /// The sender's term; for a pre-vote the term that it would start.
  package var term: UInt32
  /// A place in the log.
  ///
  /// append: the entry before the new ones. appendReply: the last entry held, or the entry missing
  /// when refused. vote, preVote: the candidate's last entry. voteReply: the voter's last entry where
  /// empty votes count less. snapshot: the last entry in it.
  package var index: UInt64
  /// The term of the entry at `index`; in a refused appendReply of the entry at `hint`.
  package var logTerm: UInt32
  /// append: the term of the entries carried.
  package var entryTerm: UInt32
  /// append: number of entries carried.
  package var count: UInt64
  /// The leader's commit index in an append, where to compare next in a refused appendReply.
  package var hint: UInt64

  /// Makes a message; what is not named is zero.
  package init(
    _ kind: Kind, from: UInt8, to: UInt8, term: UInt32, index: UInt64 = 0, logTerm: UInt32 = 0,
    entryTerm: UInt32 = 0, count: UInt64 = 0, hint: UInt64 = 0, flag: Bool = false
  ) {
    self.kind = kind
    self.from = from
    self.to = to
    self.flag = flag
    self.term = term
    self.index = index
    self.logTerm = logTerm
    self.entryTerm = entryTerm
    self.count = count
    self.hint = hint
  }
}
