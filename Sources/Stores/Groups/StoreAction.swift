package import SimulationKernel

/// What `StoreGroups` asks of the rooms below; `Stores` carries it out.
package enum StoreAction: BitwiseCopyable, Sendable {
  /// Schedule an event of the stores.
  case schedule(StoreEvent, at: SimTime, argument: UInt32)
  /// Carry a packet between two members' pods; `packetArrives` or `packetLost` follows.
  case send(Handle<StorePacket>, from: Int, to: Int, bytes: Int64)
  /// Carry a request's packet from the client of its call, which asked one member's pod, to
  /// another's; `packetArrives` or `packetLost` follows.
  case redirect(Handle<StorePacket>, call: UInt32, from: Int, to: Int, bytes: Int64)
  /// Spend core time on a member's CPU for a request; `workDone` follows.
  case work(Handle<StoreRequest>, member: Int, SimDuration)
  /// Cancel a job on the CPU whose request is over.
  case cancelWork(job: UInt32)
  /// Answer a call.
  case answer(call: UInt32, member: Int, isFailed: Bool)
  /// Spend core time on a member's CPU for a restore to it, or for a drill; `restoreWorked`
  /// follows.
  case restoreWork(member: Int, attempt: UInt16, SimDuration)
  /// End the software of a member, which crashes by itself.
  case crash(member: Int)
  /// Publish a member's new role in a group as a label of its pod.
  case role(member: Int, group: Int, isPrimary: Bool)
}
