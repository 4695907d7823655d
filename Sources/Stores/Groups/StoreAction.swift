package import SimulationKernel

/// What the stores want from the rooms below after a step.
package enum StoreAction: BitwiseCopyable, Sendable {
  /// Call the stores back at a time.
  case schedule(StoreEvent, at: SimTime, argument: UInt32)
  /// Carry a packet between two members' pods; `packetArrives` or `packetLost` follows.
  case send(Handle<StorePacket>, from: Int, to: Int, bytes: Int64)
  /// Work on a member's CPU; `workDone` follows.
  case work(Handle<StoreRequest>, member: Int, SimDuration)
  /// Take work back that nobody waits for any longer.
  case cancelWork(job: UInt32)
  /// Answer a call.
  case answer(call: UInt32, member: Int, isFailed: Bool, bytes: Int64)
  /// A restore to a member, or a drill beside it, wants core time; `restoreWorked` when it is done.
  case restoreWork(member: Int, attempt: UInt16, SimDuration)
  /// A member's software stops by itself.
  case crash(member: Int)
  /// A member's role changed: publish its label.
  case role(member: Int, group: Int, isPrimary: Bool)
}

/// The stores' own events.
package enum StoreEvent: UInt8, BitwiseCopyable, Sendable {
  /// A request arrives at a pod (argument: the call).
  case arrive
  /// A CPU job may be done (argument: the request).
  case workDone
  /// A read from disk is done (argument: the request).
  case readDone
  /// An insert was delayed enough (argument: the request).
  case delayed
  /// A shard was read for another member (argument: the packet that carries it).
  case shardRead
  /// A disk's flush is done (argument: the member and how often it had started).
  case flushed
  /// A packet arrives (argument: the packet).
  case packet
  /// A Raft member's election timer rings (argument: the member's place among all).
  case electionTimer
  /// A Raft leader's heartbeat timer rings (argument: the member's place among all).
  case heartbeatTimer
  /// A group looks after its primary at once (argument: the group).
  case decide
  /// A store looks after its members (argument: the store).
  case watch
  /// A Sentinel's timer rings (argument: its place among all Sentinels).
  case sentinelTimer
  /// The core time that a restore or a drill asked for may be over (argument: the member,
  /// and above its 16 bits which attempt asked).
  case restoreWorked
  /// What backs up what the cluster's API holds is looked after.
  case watchState
  /// A member's software has stopped after SIGTERM (argument: the pod).
  case stopped
}
