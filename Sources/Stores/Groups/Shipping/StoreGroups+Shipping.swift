import SimulationKernel

/// Writes of log-shipping groups: the primary's log, its shipping to the copies, and
/// acknowledgement.
extension StoreGroups {
  /// Puts a write into a primary's log, or parks or fails it where the primary may not take it.
  mutating func shipWrite(
    _ request: Handle<StoreRequest>, group: Int, shipping: Int, now: SimTime
  ) {
    let slot = groups[group].slot(of: Int(requests[request].server))
    if let deposed = groups[group].deposed, deposed.slot == slot {
      writeInVain(request, group: group)
      return
    }
    guard groups[group].leader == slot, shippings[shipping].acceptsWrites,
      mayTakeWrites(Int(requests[request].server), now: now)
    else {
      park(request)
      return
    }
    guard !isShortOfReplicas(group: group, shipping: shipping, now: now) else {
      finish(request, isFailed: true)
      return
    }
    guard requests[request].heldOn != shippings[shipping].timeline else {
      awaitHeld(request, group: group, shipping: shipping, now: now)
      return
    }
    appendToLog(request, group: group, shipping: shipping, now: now)
    answerUnwaited(request)
  }

  /// Lets a write wait that the log holds already by an earlier attempt: it is acknowledged when
  /// all that was written so far is.
  private mutating func awaitHeld(
    _ request: Handle<StoreRequest>, group: Int, shipping: Int, now: SimTime
  ) {
    let log = shippings[shipping]
    groups[group].pending.append(number: log.copies[log.primary].received, request: request)
    acknowledge(through: log.acknowledged, group: group, now: now)
  }

  /// Appends a write to the primary's log, flushes it where the engine does, and ships it to the
  /// copies.
  private mutating func appendToLog(
    _ request: Handle<StoreRequest>, group: Int, shipping: Int, now: SimTime
  ) {
    let bytes = requests[request].demand.loggedBytes
    let store = groups[group].store
    let number = shippings[shipping].write()
    groups[group].note(entryBytes: bytes)
    groups[group].dataBytes += bytes
    groups[group].pending.append(number: number, request: request)
    if !stores[store].configuration.shipsAfterFlush {
      ship(group: group, shipping: shipping, through: number)
    }
    let primary = shippings[shipping].primary
    let timeline = shippings[shipping].timeline
    if stores[store].configuration.flushesWrites {
      let waiter = FlushWaiter(
        group: Int32(group), slot: Int32(primary), through: number, term: timeline,
        packet: .none)
      flush(waiter, member: groups[group].members[primary], bytes: bytes, now: now)
    } else {
      occupy(bytes: bytes, member: groups[group].members[primary], now: now)
      let done = shippings[shipping].vouch(slot: primary, through: number, timeline: timeline)
      acknowledge(through: done, group: group, now: now)
    }
  }

  /// Answers a write at a deposed primary, which serves its side of a partition: the write is
  /// acknowledged, and lost when the partition ends, unless clients never hear of the promotion.
  private mutating func writeInVain(_ request: Handle<StoreRequest>, group: Int) {
    if groups[group].promotion.unheard != nil {
      groups[group].promotion.unheard?.inVain += 1
    } else if let record = groups[group].lastRecord {
      failovers[record].lostWrites += 1
    }
    finish(request, isFailed: false)
  }

  /// Sends every connected copy the part of the log, up to a number, that it was not sent yet.
  mutating func ship(group: Int, shipping: Int, through number: UInt64) {
    let primary = shippings[shipping].primary
    for slot in 0..<groups[group].members.count
    where slot != primary && shippings[shipping].copies[slot].isConnected {
      let sent = groups[group].links[slot].shipped
      guard sent < number else { continue }
      groups[group].links[slot].shipped = number
      var packet = StorePacket(
        .ship, from: groups[group].members[primary], to: groups[group].members[slot],
        bytes: StorePacket.headerBytes + Int64(number - sent) * groups[group].entryBytes)
      packet.group = Int32(group)
      packet.number = number
      packet.timeline = shippings[shipping].timeline
      send(packet)
    }
  }

  /// A copy receives a part of the log: it confirms it at once or after a flush, or not at all
  /// where nobody waits for it.
  mutating func receiveShipment(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    guard case .shipping(let index) = groups[group].protocolState,
      let slot = groups[group].slot(of: Int(packet.to))
    else { return }
    shippings[index].received(slot: slot, through: packet.number, timeline: packet.timeline)
    if shippings[index].acknowledgement == .primary {
      // Where writes are not flushed, what is received is not either (`lazyFlush`, or not at all).
      if stores[groups[group].store].configuration.flushesWrites {
        shippings[index].persisted(
          slot: slot, through: packet.number, timeline: packet.timeline)
      }
      occupy(bytes: packet.bytes, member: Int(packet.to), now: now)
      return
    }
    var reply = StorePacket(
      .shipAck, from: Int(packet.to), to: Int(packet.from), bytes: StorePacket.headerBytes)
    reply.group = packet.group
    reply.number = packet.number
    reply.timeline = packet.timeline
    guard stores[groups[group].store].configuration.copiesFlush else {
      occupy(bytes: packet.bytes, member: Int(packet.to), now: now)
      send(reply)
      return
    }
    let waiter = FlushWaiter(
      group: packet.group, slot: Int32(slot), through: packet.number, term: packet.timeline,
      packet: packets.insert(reply))
    flush(waiter, member: Int(packet.to), bytes: packet.bytes, now: now)
  }

  /// The primary receives a copy's confirmation that it holds the log up to a number.
  mutating func receiveShipAck(_ packet: StorePacket, now: SimTime) {
    let group = Int(packet.group)
    guard case .shipping(let index) = groups[group].protocolState,
      let slot = groups[group].slot(of: Int(packet.from))
    else { return }
    let done = shippings[index].vouch(
      slot: slot, through: packet.number, timeline: packet.timeline)
    acknowledge(through: done, group: group, now: now)
  }

  /// A member has flushed its log up to a number.
  mutating func finishShippingFlush(
    _ waiter: FlushWaiter, group: Int, slot: Int, shipping: Int, now: SimTime
  ) {
    shippings[shipping].persisted(
      slot: slot, through: waiter.through, timeline: waiter.term)
    guard slot == shippings[shipping].primary, waiter.term == shippings[shipping].timeline else {
      return
    }
    if stores[groups[group].store].configuration.shipsAfterFlush {
      ship(group: group, shipping: shipping, through: waiter.through)
    }
    let done = shippings[shipping].vouch(
      slot: slot, through: waiter.through, timeline: waiter.term)
    acknowledge(through: done, group: group, now: now)
  }

  /// Answers the pending writes up to a number.
  mutating func acknowledge(through number: UInt64, group: Int, now: SimTime) {
    while let request = groups[group].pending.popFirst(through: number) {
      let result = confirmation(group: group)
      if result == .accepted {
        accept(request, group: group, now: now)
      } else if requests.contains(request) {
        noteUnconfirmed(result, group: group)
        finish(request, isFailed: true)
      }
    }
  }

  /// The result that a producer gets when all copies in the in-sync set hold its write; the set may
  /// have shrunk below its minimum since the write was appended (Kafka).
  private func confirmation(group: Int) -> ProduceResult {
    guard case .shipping(let index) = groups[group].protocolState,
      case .inSync(let rule) = shippings[index].acknowledgement, rule.acknowledgement == .all
    else { return .accepted }
    return rule.confirmation(
      inSync: shippings[index].inSyncCount, copies: shippings[index].copies.count)
  }

  /// Counts a write as duplicated that is in the log although its producer got an error and will
  /// repeat it.
  private mutating func noteUnconfirmed(_ result: ProduceResult, group: Int) {
    guard result.isAppended, !stores[groups[group].store].configuration.deduplicates,
      let record = groups[group].lastRecord
    else { return }
    failovers[record].duplicatedWrites += 1
  }

  /// Answers a producer at once that waits for no acknowledgement.
  private mutating func answerUnwaited(_ request: Handle<StoreRequest>) {
    guard requests.contains(request), isUnwaited(request) else { return }
    finish(request, isFailed: false)
  }

  /// Whether a request's client waits for no answer (Kafka's acks=0).
  func isUnwaited(_ request: Handle<StoreRequest>) -> Bool {
    guard requests[request].demand.isWrite,
      case .shipping(.inSync(let rule), _) =
        stores[requests[request].demand.store].configuration.agreement
    else { return false }
    return rule.acknowledgement == .none
  }
}
