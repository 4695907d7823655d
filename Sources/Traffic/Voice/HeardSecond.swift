/// What a session heard in its last second: the same as long as the same share comes too late.
struct HeardSecond: BitwiseCopyable {
  /// The key of the session's draws, which no other has.
  var session: UInt64 = 0
  var lateShare = 0.0
  /// The mean opinion score.
  var score = 0.0
}
