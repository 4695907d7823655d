/// A copy of a shard that is being made anew.
struct RunningRecovery {
  let group: Int
  let slot: Int
  /// Whether the copy moves from a member that has it.
  var isMove = false
  /// Bytes of the shard at the last look.
  var shardBytes: Int64
  var progress: ShardRecovery
}
