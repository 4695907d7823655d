import Cluster
public import SimulationKernel

/// How settings of Services change which pod is picked, and which calls are dropped.
extension Mesh {
  /// Notes a Service's settings; sidecars, which istiod configures, know neither affinity by client
  /// address nor local policies.
  mutating func learnPolicy(of service: Int, from spec: ServiceSpec) {
    while servicePolicies.count <= service { servicePolicies.append(ServicePolicy()) }
    servicePolicies[service] = ServicePolicy(spec)
    if isMeshed[service] {
      servicePolicies[service].affinity = nil
      servicePolicies[service].isNodeLocal = false
      servicePolicies[service].preference = nil
    }
    balancer.setNeedsDetail(!servicePolicies[service].isPlain, of: service)
  }

  /// Sorts the pods of a service by the nodes that they stand on.
  private mutating func sortByNode(_ service: Int) {
    servicePolicies[service].isSorted = true
    let pods = balancer.members(of: service).map {
      (pod: $0, node: network.places[PodHandle(rawValue: $0).index].node)
    }.sorted { ($0.node, $0.pod) < ($1.node, $1.pod) }
    servicePolicies[service].byNode = pods.map(\.pod)
    servicePolicies[service].nodeStarts = pods.indices.filter {
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
    if isOutside, servicePolicies[service].isEntryLocal { return chooseOnEntryNode(service, bits) }
    let isNodeLocal = servicePolicies[service].isNodeLocal
    let time = servicePolicies[service].affinity
    let preference = servicePolicies[service].preference
    guard !isOutside, isNodeLocal || time != nil || preference != nil else {
      return balancer.pick(service, client: client, bits: bits)
    }
    var members = balancer.members(of: service)
    if isNodeLocal {
      let home = network.places[Int(client)].node
      members.removeAll { network.places[PodHandle(rawValue: $0).index].node != home }
    } else if let preference {
      members = preferred(
        members, of: service, by: preference, network.places[Int(client)])
    }
    guard !members.isEmpty else { return nil }
    let fresh = members[Int(((bits & 0xffff_ffff) * UInt64(members.count)) >> 32)]
    // Each user outside has an address of its own, so affinity never applies to one.
    guard let time else { return fresh }
    return affinity.pod(
      of: client, service: service, within: time, among: members, fresh: fresh,
      now: now)
  }

  /// A pod on one of the nodes that have pods of a service, each node equally likely.
  ///
  /// With `externalTrafficPolicy: Local` the load balancer knows by health checks which nodes have
  /// pods (healthCheckNodePort) and spreads connections over those nodes, so that a pod alone on
  /// its node gets as much as several on another together.
  private mutating func chooseOnEntryNode(_ service: Int, _ bits: UInt64) -> UInt32? {
    if !servicePolicies[service].isSorted { sortByNode(service) }
    let starts = servicePolicies[service].nodeStarts.count
    guard starts > 0 else { return nil }
    let entry = Int(((bits &>> 32) * UInt64(starts)) >> 32)
    let first = servicePolicies[service].nodeStarts[entry]
    let isLast = entry + 1 == starts
    let end =
      isLast
      ? servicePolicies[service].byNode.count : servicePolicies[service].nodeStarts[entry + 1]
    let place = Int(((bits & 0xffff_ffff) * UInt64(end - first)) >> 32)
    return servicePolicies[service].byNode[first + place]
  }

  /// Notes the topology hints of a Service's endpoints.
  mutating func learnHints(of service: Int, _ state: borrowing ServiceState) {
    guard !isMeshed[service], !state.hints.isEmpty else { return }
    var allotted: [[UInt32]] = []
    for (pod, zone) in zip(state.endpoints, state.hints) {
      while allotted.count <= Int(zone) { allotted.append([]) }
      allotted[Int(zone)].append(pod.rawValue)
    }
    servicePolicies[service].allotted = allotted
  }

  /// The pods among which a client chooses by the Service's preference: those of its own node or
  /// those allotted to its zone, and all where there are none of these (pkg/proxy/topology.go).
  private mutating func preferred(
    _ members: [UInt32], of service: Int, by preference: ServiceSpec.Preference, _ client: Place
  ) -> [UInt32] {
    if preference == .node {
      let beside = members.filter {
        network.places[PodHandle(rawValue: $0).index].node == client.node
      }
      if !beside.isEmpty { return beside }
    }
    let allotted = servicePolicies[service].allotted
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
    guard service < servicePolicies.count, servicePolicies[service].isNodeLocal else {
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
