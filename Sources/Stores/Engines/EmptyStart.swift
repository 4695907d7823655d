/// What a member of a replicated log does that starts with an empty disk before anybody has removed
/// it from its cluster and added it anew (etcd's `initial-cluster-state`).
package enum EmptyStart: String, Sendable {
  /// It runs and takes no part.
  case staysOutside
  /// It takes its cluster for a new one and ends: a peer that answers knows its name already, and
  /// once it was removed it is refused for good (bootstrap.go, `isMemberBootstrapped`; rafthttp).
  case isRefused = "new"
  /// It joins under its old name, and ends when the leader that knows what it held tells it to
  /// commit that ("tocommit is out of range"); a leader elected since then sends it everything.
  case joinsNextLeader = "existing"
}
