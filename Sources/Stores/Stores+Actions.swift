import Cluster
import Mesh
import SimulationKernel

/// Carries out the actions that `StoreGroups` asks for, in the rooms below.
extension Stores {
  /// Carries out all actions, those included that the first ones lead to.
  mutating func carryOut(
    in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    loseMessages()
    while let action = groups.takeAction() {
      carryOut(action, in: &simulation, &mesh, &cluster)
    }
  }

  private mutating func carryOut(
    _ action: StoreAction, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    switch action {
    case .schedule(let event, let time, let argument):
      simulation.schedule(
        at: time, room: Room.stores.rawValue, kind: event.rawValue, argument: argument)
    case .send(let packet, let from, let to, let bytes):
      send(packet, bytes, from: from, to: to, in: &simulation, &mesh)
    case .redirect(let packet, let call, let from, let to, let bytes):
      redirect(packet, bytes, of: call, from: from, to: to, in: &simulation, &mesh, cluster)
    case .work(let request, let member, let length):
      guard groups.requests.contains(request), cluster.pods.contains(pods[member]) else { return }
      let container = Int(cluster.pods[pods[member]].mainCPU)
      guard container >= 0 else { return }
      let job = cluster.cpu.start(
        work: length, container: container, notify: Room.stores.rawValue,
        kind: StoreEvent.workDone.rawValue, argument: request.rawValue, in: &simulation)
      groups.requests[request].job = job.isNone ? nil : job.rawValue
    case .restoreWork(let member, let attempt, let length):
      beginRestoreWork(at: member, attempt, length, in: &simulation, &cluster)
    case .cancelWork(let job):
      cluster.cpu.cancel(Handle(rawValue: job), in: &simulation)
    case .answer(let raw, let member, let isFailed):
      let call = Handle<Call>(rawValue: raw)
      guard mesh.calls.contains(call) else { return }
      if !isFailed { keepMessage(of: call, mesh, now: simulation.now) }
      if groups.members[member].isUp || !groups.members[member].isSilent {
        mesh.respond(call, failed: isFailed, in: &simulation)
      } else {
        mesh.lose(call)
      }
    case .crash(let member):
      guard cluster.pods.contains(pods[member]) else { return }
      cluster.crash(pods[member], exitCode: 1, reason: .error, in: &simulation)
    case .role(let member, let group, let isPrimary):
      publish(member, of: group, isPrimary: isPrimary, in: &simulation, &cluster)
    }
  }

  /// Puts a packet on the wire between two pods; a pod that is gone keeps its node and zone.
  private mutating func send(
    _ packet: Handle<StorePacket>, _ bytes: Int64, from: Int, to: Int,
    in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    guard !pods[from].isNone, !pods[to].isNone,
      let way = mesh.packetWay(
        from: pods[from].index, to: pods[to].index, through: gate(from, to), bits: network.next())
    else {
      groups.packetLost(packet)
      return
    }
    let pair = from * pods.count + to
    let time = mesh.packetTime(
      bytes, from: pods[from].index, to: pods[to].index, way: way, at: simulation.now)
    lastArrivals[pair] = max(simulation.now + time, lastArrivals[pair])
    simulation.schedule(
      at: lastArrivals[pair], room: Room.stores.rawValue, kind: StoreEvent.packet.rawValue,
      argument: packet.rawValue)
  }

  /// Puts a packet on the wire from the client of a call to a member's pod, through the gate of the
  /// call's route; a client outside the cluster sends it from the pod that it entered by.
  ///
  /// A client that does not know the store's map yet hears it first from the pod that it asked.
  private mutating func redirect(
    _ packet: Handle<StorePacket>, _ bytes: Int64, of raw: UInt32, from entry: Int, to: Int,
    in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: borrowing Cluster
  ) {
    let call = Handle<Call>(rawValue: raw)
    guard mesh.calls.contains(call), mesh.calls[call].client != Network.outside else {
      send(packet, bytes, from: entry, to: to, in: &simulation, &mesh)
      return
    }
    let (client, route) = (Int(mesh.calls[call].client), Int(mesh.calls[call].route))
    let answer = bringMap(
      from: entry, to: client, through: mesh.gate(ofRoute: route), &mesh, cluster)
    guard let answer, !pods[to].isNone,
      let way = mesh.packetWay(
        from: client, to: pods[to].index, through: mesh.gate(ofRoute: route),
        bits: network.next())
    else {
      groups.packetLost(packet)
      return
    }
    let time = mesh.packetTime(
      bytes, from: client, to: pods[to].index, way: way, at: simulation.now)
    simulation.schedule(
      at: simulation.now + answer + time, room: Room.stores.rawValue,
      kind: StoreEvent.packet.rawValue, argument: packet.rawValue)
  }

  /// Labels a member's pod with its role in a group: with the engine's own label, and with one by
  /// which faults find the members of any store.
  private func publish(
    _ member: Int, of group: Int, isPrimary: Bool, in simulation: inout Simulation,
    _ cluster: inout Cluster
  ) {
    guard cluster.pods.contains(pods[member]) else { return }
    let store = groups.stores[groups.members[member].store]
    let shard = groups.groups[group].shard
    if shard >= 0, let label = store.configuration.roleLabel {
      cluster.setLabel(
        label.key, isPrimary ? label.primary : label.replica, of: pods[member], in: &simulation)
    }
    var role = isPrimary ? "primary" : "replica"
    if case .raft = groups.groups[group].protocolState { role = isPrimary ? "leader" : "follower" }
    let key = StoreRoleLabel.key(ofShard: shard, of: store.shards.count)
    cluster.setLabel(key, role, of: pods[member], in: &simulation)
  }
}
