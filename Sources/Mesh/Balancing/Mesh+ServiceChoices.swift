import Cluster
public import SimulationKernel

/// How settings of Services change which pod is picked, and which calls are dropped.
extension Mesh {
  /// Notes a Service's settings; sidecars, which istiod configures, know neither affinity by client
  /// address nor local policies.
  mutating func learnChoice(of service: Int, from spec: ServiceSpec) {
    while serviceChoices.count <= service { serviceChoices.append(ServiceChoice()) }
    serviceChoices[service] = ServiceChoice(spec)
    if isMeshed[service] {
      serviceChoices[service].affinity = nil
      serviceChoices[service].isNodeLocal = false
      serviceChoices[service].preference = nil
    }
    balancer.setNeedsDetail(!serviceChoices[service].isPlain, of: service)
  }

  /// Sorts the pods of a service by the nodes that they stand on.
  private mutating func sortByNode(_ service: Int) {
    serviceChoices[service].isSorted = true
    let pods = balancer.members(of: service).map {
      (pod: $0, node: network.places[PodHandle(rawValue: $0).index].node)
    }.sorted { ($0.node, $0.pod) < ($1.node, $1.pod) }
    serviceChoices[service].byNode = pods.map(\.pod)
    serviceChoices[service].nodeStarts = pods.indices.filter {
      $0 == 0 || pods[$0].node != pods[$0 - 1].node
    }
  }

  /// Picks a pod for a call to a Service whose settings change the choice; nil where none may serve
  /// it.
  @usableFromInline @inline(never)
  mutating func chooseInDetail(
    _ service: Int, client: UInt32, at now: SimTime, bits: UInt64
  ) -> UInt32? {
    let isOutside = client == Network.outside
    if isOutside, serviceChoices[service].isEntryLocal { return chooseOnEntryNode(service, bits) }
    let isNodeLocal = serviceChoices[service].isNodeLocal
    let time = serviceChoices[service].affinity
    let preference = serviceChoices[service].preference
    guard !isOutside, isNodeLocal || time != nil || preference != nil else {
      return balancer.pick(service, client: client, bits: bits)
    }
    var members = balancer.members(of: service)
    if isNodeLocal {
      let home = network.places[Int(client)].node
      members = onNode(home, members)
      if members.isEmpty { members = onNode(home, serviceChoices[service].terminating) }
    } else if let preference {
      members = preferred(
        members, of: service, by: preference, network.places[Int(client)])
    }
    guard !members.isEmpty else { return nil }
    let fresh = members[bits.lowerIndex(below: members.count)]
    // Each user outside has an address of its own, so affinity never applies to one.
    guard let time else { return fresh }
    return affinity.pod(
      of: client, service: service, within: time, among: members, fresh: fresh,
      now: now)
  }

  /// Those of some pods that stand on a node.
  private func onNode(_ node: UInt16, _ pods: [UInt32]) -> [UInt32] {
    pods.filter { network.places[PodHandle(rawValue: $0).index].node == node }
  }

  /// A pod on one of the nodes that have pods of a service, each node equally likely.
  ///
  /// With `externalTrafficPolicy: Local` the load balancer knows by health checks which nodes have
  /// pods (healthCheckNodePort) and spreads connections over those nodes, so that a pod alone on
  /// its node gets as much as several on another together. The check counts ready pods alone
  /// (LocalReadyEndpoints), so a node whose pods all terminate gets no new connections while
  /// another node has a ready one.
  private mutating func chooseOnEntryNode(_ service: Int, _ bits: UInt64) -> UInt32? {
    if !serviceChoices[service].isSorted { sortByNode(service) }
    let starts = serviceChoices[service].nodeStarts.count
    guard starts > 0 else { return nil }
    let entry = bits.upperIndex(below: starts)
    let first = serviceChoices[service].nodeStarts[entry]
    let isLast = entry + 1 == starts
    let end =
      isLast
      ? serviceChoices[service].byNode.count : serviceChoices[service].nodeStarts[entry + 1]
    return serviceChoices[service].byNode[first + bits.lowerIndex(below: end - first)]
  }

  /// Notes the topology hints of a Service's endpoints.
  ///
  /// - Parameter answering: the endpoints whose software some room simulates, in their order.
  mutating func learnHints(
    of service: Int, _ state: borrowing ServiceState, answering: [UInt32]
  ) {
    guard !isMeshed[service], !state.hints.isEmpty else { return }
    var allotted: [[UInt32]] = []
    var next = 0
    for (pod, zone) in zip(state.endpoints, state.hints)
    where next < answering.count && answering[next] == pod.rawValue {
      next += 1
      while allotted.count <= Int(zone) { allotted.append([]) }
      allotted[Int(zone)].append(pod.rawValue)
    }
    serviceChoices[service].allotted = allotted
  }

  /// The pods among which a client chooses by the Service's preference: those of its own node or
  /// those allotted to its zone, and all where there are none of these (pkg/proxy/topology.go).
  private mutating func preferred(
    _ members: [UInt32], of service: Int, by preference: ServiceSpec.Preference, _ client: Place
  ) -> [UInt32] {
    if preference == .node {
      let beside = onNode(client.node, members)
      if !beside.isEmpty { return beside }
    }
    let allotted = serviceChoices[service].allotted
    let zone = Int(client.zone)
    guard zone < allotted.count, !allotted[zone].isEmpty,
      !network.zonelessNodes.contains(client.node)
    else { return members }
    return allotted[zone]
  }

  /// Whether kube-proxy drops a call that finds no pod instead of refusing it.
  ///
  /// It does where the service has pods, but none on the client's node, on which a local policy
  /// keeps the call.
  func dropsWithoutPod(_ service: Int) -> Bool {
    guard service < serviceChoices.count, serviceChoices[service].isNodeLocal else {
      return false
    }
    return balancer.memberCount(of: service) > 0
  }

  /// Drops a call's connection attempts: its client waits for its timeout, or until it gives up
  /// connecting.
  mutating func drop(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let timerClass = routes[Int(call.route)].timerClass
    calls[handle].flags.formUnion([.local, .lost])
    if !call.flags.contains(.timed), timerClass != Route.neverTimesOut {
      arm(handle, timerClass, in: &simulation)
    }
    simulation.schedule(
      after: connectPatience(of: call), room: Room.mesh.rawValue,
      kind: MeshEvent.connectTimeout.rawValue, argument: handle.rawValue)
  }
}
