import Cluster
import Mesh
import SimulationKernel

/// A client's way to a store whose map it has yet to learn: it depends on the pod that the Service
/// picks, and Kafka's clients turn to another where that one does not answer.
extension Stores {
  /// Takes a call in at a member, which the Service or the client picked, or turns it away where
  /// nobody listens for it.
  mutating func take(
    _ handle: Handle<Call>, at member: Int, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    let store = groups.members[member].store
    let hasMap = groups.stores[store].configuration.isMapKnown
    let isKnown = hasMap && maps[store].isKnown(to: mesh.calls[handle].client, in: cluster)
    guard let entry = groups.entry(at: member, byMap: isKnown) else {
      miss(handle, from: member, in: &simulation, &mesh, cluster)
      return
    }
    bootstraps[handle] = nil
    if mesh.calls[handle].server != pods[entry].rawValue { mesh.turn(handle, to: pods[entry]) }
    let call = mesh.calls[handle]
    var demand = demand(of: handle, call, operations[mesh.operation(of: handle)], entry)
    demand.seeksMap = hasMap && !isKnown
    groups.arrive(demand, now: simulation.now)
  }

  /// A call came to a pod where no member listens for it: a client that seeks the map tries again,
  /// and any other hears of it or waits.
  mutating func miss(
    _ handle: Handle<Call>, from member: Int, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) {
    let store = Int(operations[mesh.operation(of: handle)].store)
    if groups.stores[store].configuration.isMapKnown,
      !maps[store].isKnown(to: mesh.calls[handle].client, in: cluster)
    {
      let isMute =
        member >= 0 && groups.members[member].isFrozen
        || mesh.isSilent(mesh.calls[handle].server, in: cluster)
      failBootstrap(of: handle, isMute: isMute, in: &simulation, &mesh)
    } else {
      turnAway(handle, from: member, in: &simulation, &mesh, cluster)
    }
  }

  /// A call came to a pod that is no member's any longer: a client with the map has not asked it.
  mutating func missPod(
    _ handle: Handle<Call>, from member: Int, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    let store = Int(operations[mesh.operation(of: handle)].store)
    if groups.stores[store].configuration.isMapKnown,
      maps[store].isKnown(to: mesh.calls[handle].client, in: cluster)
    {
      let first = groups.stores[store].members.lowerBound
      take(handle, at: first, in: &simulation, &mesh, &cluster)
    } else {
      miss(handle, from: member, in: &simulation, &mesh, cluster)
    }
  }

  /// A call was stopped on its way to the pod that the Service picked.
  ///
  /// A client that knows the map has nothing to do with that pod: it goes to one that it reaches. A
  /// client of Kafka that seeks the map gives the connection up in time and tries another. Any
  /// other client waits.
  mutating func seekOther(
    _ handle: Handle<Call>, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) {
    guard mesh.calls.contains(handle), mesh.calls[handle].flags.contains(.lost) else { return }
    let call = mesh.calls[handle]
    let store = Int(operations[mesh.operation(of: handle)].store)
    let configuration = groups.stores[store].configuration
    guard configuration.isMapKnown, call.client != Network.outside else { return }
    if !maps[store].isKnown(to: call.client, in: cluster) {
      guard configuration.reconnection != nil else { return }
      mesh.turn(handle, to: PodHandle(rawValue: call.server))
      failBootstrap(of: handle, isMute: true, in: &simulation, &mesh)
      return
    }
    _ = connectByMap(handle, Bootstrap(), in: &simulation, &mesh)
  }

  /// Lets a client that knows the map connect to the first member that it reaches; false where it
  /// reaches none.
  private mutating func connectByMap(
    _ handle: Handle<Call>, _ state: Bootstrap, in simulation: inout Simulation, _ mesh: inout Mesh
  ) -> Bool {
    let store = Int(operations[mesh.operation(of: handle)].store)
    return groups.stores[store].members.contains { member in
      groups.members[member].isUp && !pods[member].isNone
        && connect(handle, to: member, state, in: &simulation, &mesh)
    }
  }

  /// Lets a client's connection go to a member; false where it does not reach its pod.
  private mutating func connect(
    _ handle: Handle<Call>, to member: Int, _ state: Bootstrap, in simulation: inout Simulation,
    _ mesh: inout Mesh
  ) -> Bool {
    let (call, route) = (mesh.calls[handle], Int(mesh.calls[handle].route))
    guard
      let way = mesh.packetWay(
        from: Int(call.client), to: pods[member].index, through: mesh.gate(ofRoute: route),
        bits: network.next())
    else { return false }
    var seeker = state
    seeker.target = member
    bootstraps[handle] = seeker
    mesh.turn(handle, to: pods[member])
    simulation.schedule(
      after: way, room: Room.stores.rawValue, kind: StoreEvent.bootstrapDue.rawValue,
      argument: handle.rawValue)
    return true
  }

  /// Loses a call where nothing in its server's pod answers, or refuses it.
  func turnAway(
    _ handle: Handle<Call>, from member: Int, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) {
    if mesh.isSilent(mesh.calls[handle].server, in: cluster) {
      mesh.loseUnanswered(handle, in: &simulation)
    } else if member >= 0, groups.members[member].isFrozen {
      mesh.lose(handle)
    } else {
      mesh.refuse(handle, in: &simulation)
    }
  }

  /// A client that seeks the map got no connection to a pod: it tries again later, or its caller
  /// hears of it.
  ///
  /// - Parameter isMute: whether nothing answered or refused it.
  private mutating func failBootstrap(
    of handle: Handle<Call>, isMute: Bool, in simulation: inout Simulation, _ mesh: inout Mesh
  ) {
    let store = Int(operations[mesh.operation(of: handle)].store)
    guard let rule = groups.stores[store].configuration.reconnection else {
      if isMute { mesh.lose(handle) } else { mesh.refuse(handle, in: &simulation) }
      return
    }
    guard simulation.now - mesh.calls[handle].issuedAt < rule.limit else {
      bootstraps[handle] = nil
      mesh.endConnecting(handle, in: &simulation)
      return
    }
    var seeker = bootstraps[handle] ?? Bootstrap()
    var wait = SimDuration.zero
    if isMute { wait = rule.patience(after: seeker.failures) }
    seeker.failures += 1
    seeker.target = nil
    wait = wait + rule.pause(after: seeker.failures)
    bootstraps[handle] = seeker
    simulation.schedule(
      after: wait, room: Room.stores.rawValue, kind: StoreEvent.bootstrapDue.rawValue,
      argument: handle.rawValue)
  }

  /// A client that seeks the map connects to another pod, or its connection arrives there.
  mutating func continueBootstrap(
    _ raw: UInt32, in simulation: inout Simulation, _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    let handle = Handle<Call>(rawValue: raw)
    guard let seeker = bootstraps[handle] else { return }
    guard mesh.calls.contains(handle), !mesh.calls[handle].flags.contains(.abandoned) else {
      bootstraps[handle] = nil
      if mesh.calls.contains(handle) { mesh.lose(handle) }
      return
    }
    if let target = seeker.target {
      take(handle, at: target, in: &simulation, &mesh, &cluster)
      return
    }
    let store = Int(operations[mesh.operation(of: handle)].store)
    // Another call of the client may have learned the map meanwhile.
    if maps[store].isKnown(to: mesh.calls[handle].client, in: cluster),
      connectByMap(handle, seeker, in: &simulation, &mesh)
    {
      return
    }
    if let member = pickReady(of: store),
      connect(handle, to: member, seeker, in: &simulation, &mesh)
    {
      return
    }
    failBootstrap(of: handle, isMute: true, in: &simulation, &mesh)
  }

  /// The member to which a store's Service takes a new connection; nil while the API calls none of
  /// its pods ready.
  private mutating func pickReady(of store: Int) -> Int? {
    let ready = groups.stores[store].members.filter {
      !pods[$0].isNone && groups.members[$0].isReady
    }
    return ready.isEmpty ? nil : ready[network.below(ready.count)]
  }

  /// How long the map takes from a member to a client that does not know it, which it does from
  /// then on; nil where it does not arrive.
  ///
  /// It comes on the client's own connection: policies judge who opened that, not who answers.
  mutating func bringMap(
    from entry: Int, to client: Int, through gate: UInt16, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) -> SimDuration? {
    let store = groups.members[entry].store
    guard !maps[store].isKnown(to: UInt32(client), in: cluster) else { return .zero }
    guard !pods[entry].isNone,
      let way = mesh.packetWay(
        from: client, to: pods[entry].index, through: gate, bits: network.next())
    else { return nil }
    maps[store].learn(UInt32(client), in: cluster)
    return way
  }
}
