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
    let (call, store) = (mesh.calls[handle], groups.members[member].store)
    let hasMap = groups.stores[store].configuration.isMapKnown
    let isKnown = hasMap && maps[store].isKnown(to: call.client, in: cluster)
    guard let entry = groups.entry(at: member, byMap: isKnown) else {
      if hasMap, !isKnown {
        failBootstrap(of: handle, at: member, in: &simulation, &mesh, cluster)
      } else {
        turnAway(handle, from: member, in: &simulation, &mesh, cluster)
      }
      return
    }
    bootstraps[handle] = nil
    var demand = demand(of: handle, call, operations[mesh.operation(of: handle)], entry)
    demand.seeksMap = hasMap && !isKnown
    groups.arrive(demand, now: simulation.now)
  }

  /// Loses a call where nothing in its server's pod answers, or refuses it.
  func turnAway(
    _ handle: Handle<Call>, from member: Int, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: borrowing Cluster
  ) {
    let isFrozen = member >= 0 && groups.members[member].isFrozen
    if isFrozen || mesh.isSilent(mesh.calls[handle].server, in: cluster) {
      mesh.lose(handle)
    } else {
      mesh.refuse(handle, in: &simulation)
    }
  }

  /// A client that seeks the map got no connection to a member's pod: it tries again later, or its
  /// caller hears of it.
  private mutating func failBootstrap(
    of handle: Handle<Call>, at member: Int?, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: borrowing Cluster
  ) {
    let store = Int(operations[mesh.operation(of: handle)].store)
    guard let rule = groups.stores[store].configuration.reconnection else {
      turnAway(handle, from: member ?? -1, in: &simulation, &mesh, cluster)
      return
    }
    guard simulation.now - mesh.calls[handle].issuedAt < rule.limit else {
      bootstraps[handle] = nil
      mesh.refuse(handle, in: &simulation)
      return
    }
    var seeker = bootstraps[handle] ?? Bootstrap()
    var wait = SimDuration.zero
    if isMute(member, mesh, cluster) { wait = rule.patience(after: seeker.failures) }
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
    guard var seeker = bootstraps[handle] else { return }
    guard mesh.calls.contains(handle), !mesh.calls[handle].flags.contains(.abandoned) else {
      bootstraps[handle] = nil
      if mesh.calls.contains(handle) { mesh.lose(handle) }
      return
    }
    if let target = seeker.target {
      take(handle, at: target, in: &simulation, &mesh, &cluster)
      return
    }
    let (call, route) = (mesh.calls[handle], Int(mesh.calls[handle].route))
    let member = pickReady(of: Int(operations[mesh.operation(of: handle)].store))
    guard let member,
      let way = mesh.packetWay(
        from: Int(call.client), to: pods[member].index, through: mesh.gate(ofRoute: route),
        bits: network.next())
    else {
      failBootstrap(of: handle, at: nil, in: &simulation, &mesh, cluster)
      return
    }
    seeker.target = member
    bootstraps[handle] = seeker
    simulation.schedule(
      after: way, room: Room.stores.rawValue, kind: StoreEvent.bootstrapDue.rawValue,
      argument: raw)
  }

  /// The member to which a store's Service takes a new connection; nil while the API calls none of
  /// its pods ready.
  private mutating func pickReady(of store: Int) -> Int? {
    let ready = groups.stores[store].members.filter {
      !pods[$0].isNone && groups.members[$0].isReady
    }
    return ready.isEmpty ? nil : ready[network.below(ready.count)]
  }

  /// Whether nothing in a member's pod answers or refuses; true where no pod is reached.
  private func isMute(
    _ member: Int?, _ mesh: borrowing Mesh, _ cluster: borrowing Cluster
  ) -> Bool {
    guard let member else { return true }
    return groups.members[member].isFrozen || mesh.isSilent(pods[member].rawValue, in: cluster)
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
