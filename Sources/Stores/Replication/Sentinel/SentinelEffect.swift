/// What a Sentinel wants done.
package enum SentinelEffect: Equatable, Sendable {
  /// Carry a message to another Sentinel.
  case send(SentinelMessage)
  /// Tell a replica to follow nobody (`SLAVEOF NO ONE`).
  case promote(slot: Int)
  /// Tell the clients who is master now.
  case announce(slot: Int)
  /// Tell an instance to follow the master.
  case attach(slot: Int)
}
