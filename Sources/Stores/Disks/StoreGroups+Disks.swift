import SimulationKernel

extension StoreGroups {
  /// Queues bytes for a member's next flush.
  mutating func flush(_ waiter: FlushWaiter, member: Int, bytes: Int64, now: SimTime) {
    members[member].disk.waiting.append(waiter)
    flushWaiting(member: member, bytes: bytes, now: now)
  }

  /// Queues bytes for a member's next flush, for which several wait.
  mutating func flush(_ waiters: [FlushWaiter], member: Int, bytes: Int64, now: SimTime) {
    members[member].disk.waiting += waiters
    flushWaiting(member: member, bytes: bytes, now: now)
  }

  @inline(__always)
  private mutating func flushWaiting(member: Int, bytes: Int64, now: SimTime) {
    members[member].disk.waitingBytes += bytes
    occupy(bytes: bytes, member: member, now: now)
    if !members[member].disk.isFlushing { beginFlush(member: member, now: now) }
  }

  private mutating func beginFlush(member: Int, now: SimTime) {
    let end = members[member].disk.beginFlush(bank: bank, now: now)
    let epoch = UInt16(truncatingIfNeeded: members[member].epoch)
    announce(.flushed, IndexedArgument(member, epoch).rawValue, at: end, member: member)
  }

  /// Announces the end of a disk's operation, or keeps it while the disk answers nothing.
  mutating func announce(_ event: StoreEvent, _ argument: UInt32, at end: SimTime, member: Int) {
    if members[member].disk.isStalled {
      members[member].disk.held.append((event, argument))
    } else {
      actions.append(.schedule(event, at: end, argument: argument))
    }
  }

  /// A flush is done: serves all who waited for it and starts the next.
  ///
  /// - Parameter epoch: the lower half of the member's when it began.
  mutating func finishFlush(member: Int, epoch: UInt16, now: SimTime) {
    guard members[member].isUp, UInt16(truncatingIfNeeded: members[member].epoch) == epoch else {
      return
    }
    guard !members[member].disk.isStalled else {
      members[member].disk.held.append((.flushed, IndexedArgument(member, epoch).rawValue))
      return
    }
    var served: [FlushWaiter] = []
    swap(&served, &members[member].disk.served)
    for waiter in served { finishFlush(of: waiter, now: now) }
    served.removeAll(keepingCapacity: true)
    swap(&served, &members[member].disk.served)
    ringLate(member: member, now: now)
    members[member].disk.isFlushing = false
    if !members[member].disk.waiting.isEmpty { beginFlush(member: member, now: now) }
  }

  private mutating func finishFlush(of waiter: FlushWaiter, now: SimTime) {
    let group = Int(waiter.group)
    let slot = Int(waiter.slot)
    switch groups[group].protocolState {
    case .raft(let base):
      stepRaft(base + slot, now: now) {
        $0.flushed(through: waiter.through, term: waiter.term, into: &$1)
      }
    case .shipping(let index):
      finishShippingFlush(waiter, group: group, slot: slot, shipping: index, now: now)
    case .erasure: finishOwnShard(waiter, now: now)
    case .registered: break
    }
    if !waiter.packet.isNone { release(waiter.packet) }
  }

  /// Sends a packet that waited for a flush.
  private mutating func release(_ handle: Handle<StorePacket>) {
    packets[handle].epoch = members[Int(packets[handle].to)].epoch
    let packet = packets[handle]
    actions.append(
      .send(handle, from: Int(packet.from), to: Int(packet.to), bytes: packet.bytes))
  }

  /// A member's machine or process ended: nobody waits for its disk any longer.
  mutating func dropFlushes(member: Int) {
    for waiter in members[member].disk.served + members[member].disk.waiting
    where !waiter.packet.isNone {
      packets.remove(waiter.packet)
    }
    members[member].disk.served.removeAll(keepingCapacity: true)
    members[member].disk.waiting.removeAll(keepingCapacity: true)
    members[member].disk.late.removeAll(keepingCapacity: true)
    members[member].disk.waitingBytes = 0
    members[member].disk.isFlushing = false
  }
}
