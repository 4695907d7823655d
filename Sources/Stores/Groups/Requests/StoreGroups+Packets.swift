package import SimulationKernel

/// What becomes of packets between members: delivered, lost, or undeliverable.
extension StoreGroups {
  /// A packet arrives at its receiver, unless that stopped in the meantime.
  package mutating func packetArrives(_ handle: Handle<StorePacket>, now: SimTime) {
    let packet = packets[handle]
    packets.remove(handle)
    let receiver = Int(packet.to)
    guard members[receiver].isUp, members[receiver].epoch == packet.epoch else {
      undeliverable(packet, isSilent: members[receiver].isSilent)
      return
    }
    switch packet.kind {
    case .raft: receiveRaft(packet, now: now)
    case .forward:
      if requests.contains(packet.request) {
        let work = requests[packet.request].demand.cpu
        actions.append(.work(packet.request, member: receiver, work))
      }
    case .ship: receiveShipment(packet, now: now)
    case .shipAck: receiveShipAck(packet, now: now)
    case .shard: receiveShard(packet, now: now)
    case .shardAck: receiveShardAck(packet, now: now)
    case .register: receiveRegistration(packet, now: now)
    case .registered: finishRegistration(packet, now: now)
    case .sentinel: receiveSentinel(packet, now: now)
    case .voteRequest: receiveVoteRequest(packet, now: now)
    case .vote: receiveVote(packet, now: now)
    }
  }

  /// The network lost a packet.
  package mutating func packetLost(_ handle: Handle<StorePacket>) {
    let packet = packets[handle]
    packets.remove(handle)
    if packet.kind == .ship {
      // It is sent again at the next regular check of the copies.
      let group = Int(packet.group)
      if let slot = groups[group].slot(of: Int(packet.to)),
        case .shipping(let index) = groups[group].protocolState
      {
        groups[group].links[slot].shipped = shippings[index].copies[slot].received
      }
    }
    undeliverable(packet, isSilent: true)
  }

  /// A packet did not reach its receiver.
  ///
  /// A request whose packet was lost in silence waits until its patience ends; where the receiver
  /// refused it, it fails. Other losses are repaired by the protocols themselves.
  mutating func undeliverable(_ packet: StorePacket, isSilent: Bool) {
    switch packet.kind {
    case .forward:
      guard requests.contains(packet.request) else { return }
      if isSilent { park(packet.request) } else { finish(packet.request, isFailed: true) }
    case .shard:
      guard requests.contains(packet.request) else { return }
      if isSilent {
        park(packet.request, group: Int(packet.group))
      } else {
        shardFailed(packet.request)
      }
    case .register, .registered: registrationFailed(packet.request)
    case .shardAck: if requests.contains(packet.request) { shardFailed(packet.request) }
    case .raft, .ship, .shipAck, .sentinel, .voteRequest, .vote: break
    }
  }
}
