import Cluster
public import SimulationKernel

/// What a Service's own settings change of kube-proxy's choice.
struct ServicePolicy: Equatable {
  /// How long clients stick to a pod; nil where they don't.
  var affinity: SimDuration?
  /// Whether pods are served by pods of their own node only.
  var isNodeLocal = false
  /// Whether users are served by a pod of the node that they enter at.
  var isEntryLocal = false
  /// Which pods pods are served by, while there are any.
  var preference: ServiceSpec.Preference?

  /// Whether kube-proxy chooses as it always does.
  var isPlain: Bool { self == ServicePolicy() }

  init() {}

  init(_ spec: ServiceSpec) {
    affinity = spec.clientAffinity
    isNodeLocal = spec.isNodeLocal
    isEntryLocal = spec.isEntryLocal
    preference = spec.preference
  }
}

extension Mesh {
  /// Takes over a Service's settings; istiod's proxies know neither affinity by address nor local
  /// policies.
  mutating func learnPolicy(of service: Int, from spec: ServiceSpec) {
    while servicePolicies.count <= service { servicePolicies.append(ServicePolicy()) }
    servicePolicies[service] = ServicePolicy(spec)
    if isMeshed[service] {
      servicePolicies[service].affinity = nil
      servicePolicies[service].isNodeLocal = false
      servicePolicies[service].preference = nil
    }
    balancer.setSpecial(!servicePolicies[service].isPlain, service)
  }

  /// A pod for a call to a Service with settings of its own; nil where none may serve it.
  ///
  /// With `externalTrafficPolicy: Local` the load balancer knows by health checks which nodes have
  /// pods (healthCheckNodePort) and spreads connections over those nodes, so that a pod alone on its
  /// node gets as much as several on another together.
  @usableFromInline @inline(never)
  mutating func chooseSpecially(
    _ service: Int, client: UInt32, at now: SimTime, bits: UInt64
  ) -> UInt32? {
    let policy = servicePolicies[service]
    let isOutside = client == Network.outside
    let isMeant =
      isOutside
      ? policy.isEntryLocal
      : policy.isNodeLocal || policy.affinity != nil || policy.preference != nil
    guard isMeant else { return balancer.pick(service, client: client, bits: bits) }
    var members = balancer.members(of: service)
    if policy.isNodeLocal, !isOutside {
      let home = network.places[Int(client)].node
      members.removeAll { network.places[Int($0 & 0xff_ffff)].node != home }
    } else if let preference = policy.preference, !isOutside {
      members = preferred(members, by: preference, of: network.places[Int(client)])
    } else if policy.isEntryLocal, isOutside {
      var nodes: [UInt16] = []
      for pod in members {
        let node = network.places[Int(pod & 0xff_ffff)].node
        if !nodes.contains(node) { nodes.append(node) }
      }
      guard !nodes.isEmpty else { return nil }
      let entry = nodes[Int(((bits &>> 32) * UInt64(nodes.count)) >> 32)]
      members.removeAll { network.places[Int($0 & 0xff_ffff)].node != entry }
    }
    guard !members.isEmpty else { return nil }
    let fresh = members[Int(((bits & 0xffff_ffff) * UInt64(members.count)) >> 32)]
    // Users come from addresses of their own: none comes back within a run.
    guard let time = policy.affinity, !isOutside else { return fresh }
    return affinity.pod(
      of: client, service: service, within: time, among: members, fresh: fresh,
      now: now)
  }

  /// The pods that the hints of the EndpointSlices leave a client: those of its node or its zone, or
  /// all where there are none (pkg/proxy/topology.go).
  private mutating func preferred(
    _ members: [UInt32], by preference: ServiceSpec.Preference, of client: Place
  ) -> [UInt32] {
    let near = members.filter { network.places[Int($0 & 0xff_ffff)].zone == client.zone }
    let beside = near.filter { network.places[Int($0 & 0xff_ffff)].node == client.node }
    if preference == .node, !beside.isEmpty { return beside }
    return near.isEmpty ? members : near
  }

  /// Whether kube-proxy drops what finds no pod, instead of refusing it.
  ///
  /// Pods there are, but none on the node that a local policy keeps the call on.
  func dropsWithoutPod(_ service: Int) -> Bool {
    guard service < servicePolicies.count, servicePolicies[service].isNodeLocal else {
      return false
    }
    return !balancer.members(of: service).isEmpty
  }

  /// Drops a call's connection attempts: its client waits for its timeout, or as long as it tries.
  mutating func drop(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let timerClass = routes[Int(call.route)].timerClass
    calls[handle].flags.formUnion([.local, .lost])
    if !call.flags.contains(.timed), timerClass != Route.neverTimesOut {
      calls[handle].flags.insert(.timed)
      arm(handle, timerClass, in: &simulation)
    }
    simulation.schedule(
      after: connectPatience(of: call), room: Room.mesh.rawValue,
      kind: MeshEvent.connectTimeout.rawValue, argument: handle.rawValue)
  }
}
