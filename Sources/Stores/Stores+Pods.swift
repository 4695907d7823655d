package import Cluster
package import Mesh
package import SimulationKernel

/// How members of stores start, stop and freeze with their pods.
extension Stores {
  /// Acts on what the cluster tells of a pod.
  mutating func follow(
    _ notice: PodNotice, of pod: PodHandle, in simulation: inout Simulation,
    _ mesh: inout Mesh, _ cluster: inout Cluster
  ) {
    switch notice {
    case .started:
      guard cluster.pods.contains(pod) else { return }
      guard let member = member(takenBy: pod, cluster) else {
        beginBackup(in: pod, cluster)
        return
      }
      begin(member, in: pod, in: &simulation, &mesh, &cluster)
    case .stopping:
      // A frozen process acts on no signal but SIGKILL.
      if let member = member(in: pod), groups.members[member].isFrozen { return }
      let length = stop(pod, now: simulation.now)
      simulation.schedule(
        after: length, room: Room.stores.rawValue, kind: StoreEvent.softwareEnds.rawValue,
        argument: pod.rawValue)
    case .stopped, .deleted:
      guard let member = member(in: pod) else {
        endBackup(in: pod, now: simulation.now)
        return
      }
      let isSilent = mesh.isSilent(pod.rawValue, in: cluster)
      groups.memberStopped(member, isSilent: isSilent, now: simulation.now)
    case .labelsChanged, .probing: break
    }
  }

  /// How long a data system takes to stop after SIGTERM: it hands its roles over, lets go of its
  /// clients and writes what is dirty (PostgreSQL's fast shutdown with its checkpoint, Kafka's
  /// controlled shutdown; assumed, alike for all).
  private static let cleanStop = SimDuration.seconds(5)

  /// The software of a pod has stopped by itself, well before the grace period's end.
  mutating func finishStop(
    of pod: PodHandle, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard cluster.isAskedToStop(pod) else { return }
    cluster.exit(pod, in: &simulation)
  }

  /// A member's software begins to start in a pod.
  private mutating func begin(
    _ member: Int, in pod: PodHandle, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    if groups.members[member].isUp {
      groups.memberStopped(member, isSilent: false, now: simulation.now)
    }
    spreadOverRacks(store: groups.members[member].store, cluster)
    pods[member] = pod
    ordinals[member] = cluster.pods[pod].ordinal
    while memberOfPod.count <= pod.index { memberOfPod.append(-1) }
    memberOfPod[pod.index] = Int32(member)
    mesh.attach(pod, in: cluster, room: .stores)
    let node = Int(cluster.pods[pod].node)
    groups.setMachine(of: member, to: node, line: mesh.line(ofNode: node))
    let system = groups.stores[groups.members[member].store].name
    cluster.setLabel(StoreRoleLabel.system, system, of: pod, in: &simulation)
    let wasRunning = cluster.pods[pod].servingSince < .zero
    let losses = groups.losses.count
    seeClaim(of: member, in: pod, at: simulation.now, cluster)
    if !wasRunning { updateSight(of: member, cluster) }
    groups.memberStarted(member, now: simulation.now, wasRunning: wasRunning)
    showSoftware(of: member, in: &simulation, &cluster)
    tellStart(of: member, losses: losses, in: simulation, &cluster)
  }

  /// Takes a member's start to its next step, and shows in its pod what came of it.
  mutating func followStart(
    of member: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard groups.members[member].pendingStart != nil else { return }
    let losses = groups.losses.count
    groups.handle(.startGoesOn, argument: UInt32(member), now: simulation.now)
    showSoftware(of: member, in: &simulation, &cluster)
    tellStart(of: member, losses: losses, in: simulation, &cluster)
  }

  /// The software in a pod gets SIGTERM; returns how long it goes on.
  private mutating func stop(_ pod: PodHandle, now: SimTime) -> SimDuration {
    guard let member = member(in: pod) else { return Self.cleanStop }
    let isStarting = groups.members[member].pendingStart != nil
    if groups.members[member].isUp || isStarting { groups.memberStopping(member, now: now) }
    let drain = groups.stores[groups.members[member].store].configuration.manager.drain
    return isStarting ? .zero : drain ?? Self.cleanStop
  }

  /// Lets the probes of a member's pod find what its software is now: alive unless it is loading,
  /// ready where it serves.
  ///
  /// A frozen process changes nothing of what they found.
  mutating func showSoftware(
    of member: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard cluster.pods.contains(pods[member]), !groups.members[member].isFrozen else { return }
    let isReady = groups.members[member].isUp && !groups.isUnready(member)
    let isAlive = !groups.members[member].isLoading
    cluster.setHealth(of: pods[member], alive: isAlive, ready: isReady, in: &simulation)
  }

  /// Freezes the process in a pod (SIGSTOP) or thaws it (SIGCONT); does nothing in pods of other
  /// rooms.
  package mutating func setFrozen(
    _ pod: PodHandle, _ isFrozen: Bool, in simulation: inout Simulation, _ mesh: inout Mesh,
    _ cluster: inout Cluster
  ) {
    guard let member = member(in: pod), cluster.pods.contains(pod) else { return }
    if isFrozen {
      groups.memberFrozen(member, now: simulation.now)
      cluster.setHealth(of: pod, alive: false, ready: false, in: &simulation)
    } else {
      groups.memberThawed(member, now: simulation.now)
      showSoftware(of: member, in: &simulation, &cluster)
    }
    carryOut(in: &simulation, &mesh, &cluster)
  }

  /// The member that runs in a pod.
  package func member(in pod: PodHandle) -> Int? {
    guard pod.index < memberOfPod.count else { return nil }
    let member = Int(memberOfPod[pod.index])
    return member >= 0 && pods[member] == pod ? member : nil
  }

  /// The member that a starting pod becomes; nil for a pod beyond the store's size.
  ///
  /// It is the member that the pod was before its restart, else the one of its ordinal, else one
  /// that has no pod.
  private func member(takenBy pod: PodHandle, _ cluster: borrowing Cluster) -> Int? {
    if let member = member(in: pod) { return member }
    let state = cluster.pods[pod]
    guard let carrier = carriers.first(where: { $0.workload == Int(state.workload) }) else {
      return nil
    }
    let own = carrier.members
    if state.ordinal >= 0, let member = own.first(where: { ordinals[$0] == state.ordinal }) {
      return member
    }
    return own.first { pods[$0].isNone } ?? own.first { !cluster.pods.contains(pods[$0]) }
  }

  /// Updates what a store's members see before the store checks them: which members they reach,
  /// whether the API calls their pods ready, and whether they reach the API.
  mutating func updateSights(of store: Int, _ mesh: inout Mesh, _ cluster: borrowing Cluster) {
    let data = groups.stores[store].members
    let coordinators = groups.stores[store].coordinators
    let everyone = data.lowerBound..<max(data.upperBound, coordinators.upperBound)
    for member in everyone { updateSight(of: member, cluster) }
    guard seenReachChanges[store] != mesh.reachChanges else { return }
    seenReachChanges[store] = mesh.reachChanges
    for member in everyone where !pods[member].isNone {
      groups.setReach(of: member, reach(of: member, among: everyone, &mesh))
    }
  }

  private mutating func updateSight(of member: Int, _ cluster: borrowing Cluster) {
    let pod = pods[member]
    let isThere = cluster.pods.contains(pod)
    let isReady = isThere && cluster.pods[pod].isReady
    let isNodeHeard =
      isThere && cluster.isControlPlaneUp
      && cluster.nodes[Int(cluster.pods[pod].node)].isReachable
    groups.setSight(
      of: member, isReady: isReady, seesAPI: isNodeHeard && !cluster.pods[pod].isCutOff,
      isNodeHeard: isNodeHeard)
  }

  /// The members with which one of a store's members can exchange packets.
  private func reach(of member: Int, among everyone: Range<Int>, _ mesh: inout Mesh) -> BitSet {
    var reach = BitSet()
    for (ordinal, other) in everyone.enumerated() {
      if pods[other].isNone
        || mesh.canExchange(pods[member].index, pods[other].index, through: gate(member, other))
      {
        reach.insert(ordinal)
      }
    }
    return reach
  }
}
