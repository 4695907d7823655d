package import Cluster
import Manifests
public import SimulationKernel

/// Network policies on the wire: a connection that they do not allow gets no answer.
///
/// The client's SYN is dropped, so it waits: Envoy for its connect timeout, other software as long
/// as the kernel tries, unless the caller gives up before. A pod's connections to itself and those
/// between a pod and its own node pass always, and the kubelet's probes never come here.
extension Mesh {
  /// How long Envoy tries to connect under Istio (MeshConfig connectTimeout).
  private static var proxyPatience: SimDuration { .seconds(10) }
  /// How long Linux tries: seven SYNs with doubling pauses, 1 + 2 + 4 + to 64 s (tcp_syn_retries
  /// 6).
  package static var kernelPatience: SimDuration { .seconds(127) }

  /// Takes over the policies as the API has them, and classes the pods anew.
  package mutating func learnNetworkPolicies(of cluster: borrowing Cluster) {
    firewall.adopt(cluster.networkPolicies)
    reachChanges += 1
    network.isGuarded = network.hasCuts || firewall.isActive
    guard firewall.isActive else { return }
    for index in 0..<network.places.count {
      classify(PodHandle(rawValue: network.places[index].pod), in: cluster)
    }
  }

  /// Gives a pod the class of those that policies treat like it.
  mutating func classify(_ pod: PodHandle, in cluster: borrowing Cluster) {
    guard firewall.isActive, cluster.pods.contains(pod), pod.index < network.places.count else {
      return
    }
    network.places[pod.index].group = firewall.group(of: cluster.policyEndpoint(of: pod))
    reachChanges += 1
  }

  /// The gate of a route.
  package func gate(ofRoute route: Int) -> UInt16 { firewall.gates[route] }

  /// The gate between members of a data system.
  package mutating func gate(betweenMembersAt port: Int) -> UInt16 {
    firewall.gate(PolicyGate(ports: [port], transport: .tcp, dialer: .either))
  }

  /// Whether a policy is known to let a call pass, and no cut can stop it.
  @inlinable @inline(always)
  func isPlainlyOpen(_ call: Call, to index: Int) -> Bool {
    guard !network.hasCuts else { return false }
    let group = call.client == Network.outside ? 0 : network.places[Int(call.client)].group
    return firewall.isOpen(
      firewall.gates[Int(call.route)], from: group, to: network.places[index].group)
  }

  /// Stops a call that a cut swallows or a policy denies; returns false where neither does.
  @usableFromInline @inline(never)
  mutating func stopDenied(
    _ handle: Handle<Call>, to index: Int, in simulation: inout Simulation
  ) -> Bool {
    let call = calls[handle]
    var patience = Self.kernelPatience
    if !network.isCut(from: Int(call.client), to: index) {
      guard firewall.isActive,
        let direction = denial(firewall.gates[Int(call.route)], from: Int(call.client), to: index)
      else { return false }
      count(direction, from: call.client, service: Int(routes[Int(call.route)].service))
      patience = connectPatience(of: call)
    }
    // Nginx ends a connection on which an answer does not come, so that it soon has none left.
    if routes[Int(call.route)].traits.contains(.passesOn) {
      patience = connectPatience(of: call)
      stopReadTimer(of: handle)
    }
    // A proxy's connections to what is cut off are open already, and end as the kernel's do.
    calls[handle].flags.insert(.lost)
    simulation.schedule(
      after: patience, room: Room.mesh.rawValue, kind: MeshEvent.connectTimeout.rawValue,
      argument: handle.rawValue)
    // Clients of a data system that know its members turn to another.
    if network.places[index].room == Room.stores.rawValue {
      simulation.schedule(
        at: simulation.now, room: Room.stores.rawValue, kind: CallNotice.unreached,
        argument: handle.rawValue)
    }
    return true
  }

  /// Lets a call go on to another pod than the one that was picked for it, because its client
  /// turned there; nothing where the client gave up.
  package mutating func turn(_ handle: Handle<Call>, to pod: PodHandle) {
    let call = calls[handle]
    guard !call.flags.contains(.abandoned) else { return }
    calls[handle].flags.remove(.lost)
    guard call.server != pod.rawValue else { return }
    let upstream = Int(routes[Int(call.route)].upstream)
    if network.places[call.serverIndex].pod == call.server {
      balancer.count(-1, of: upstream, client: call.client, pod: call.server)
    }
    balancer.count(1, of: upstream, client: call.client, pod: pod.rawValue)
    calls[handle].server = pod.rawValue
  }

  /// The direction in which policies stop messages between two pods; nil where they pass.
  private mutating func denial(
    _ gate: UInt16, from client: Int, to server: Int
  ) -> PolicyType? {
    let isOutside = client == Int(Network.outside)
    let from = isOutside ? Place.outside : network.places[client]
    let to = network.places[server]
    guard let direction = firewall.denial(gate, from: from.group, to: to.group) else { return nil }
    guard !isOutside else { return direction }
    let isMachine = firewall.usesHostNetwork(from.group) || firewall.usesHostNetwork(to.group)
    return client == server || isMachine && from.node == to.node ? nil : direction
  }

  func connectPatience(of call: Call) -> SimDuration {
    let own = nextUpstreams[Int(call.route)].connectTimeout
    guard own == .zero else { return own }
    let isProxied = call.client != Network.outside && network.places[Int(call.client)].proxies > 0
    return isProxied ? Self.proxyPatience : Self.kernelPatience
  }

  private mutating func count(_ direction: PolicyType, from client: UInt32, service: Int?) {
    let workload = client == Network.outside ? nil : Int(workloadOfPod[Int(client)])
    let known = firewall.denials.firstIndex {
      $0.workload == workload && $0.service == service && $0.direction == direction
    }
    if known == nil {
      firewall.denials.append(
        DeniedConnections(workload: workload, service: service, direction: direction))
    }
    firewall.denials[known ?? firewall.denials.count - 1].count += 1
  }

  /// A client's attempts to connect are over: its call failed, and may be tried again.
  mutating func giveUpConnecting(_ handle: Handle<Call>, in simulation: inout Simulation) {
    guard calls.contains(handle), calls[handle].flags.contains(.lost),
      calls[handle].issuedAt + connectPatience(of: calls[handle]) <= simulation.now
    else { return }
    let call = calls[handle]
    if call.flags.contains(.local), call.span != TraceLog.none {
      // A call that was dropped on its client's node was counted as ended then.
      closeSpan(call.span, server: .max, failed: true, at: simulation.now)
    }
    endConnecting(handle, in: &simulation)
  }

  /// A call's client hears of its own side that it got no connection.
  package mutating func endConnecting(_ handle: Handle<Call>, in simulation: inout Simulation) {
    calls[handle].flags.remove(.lost)
    calls[handle].flags.formUnion([.failed, .refused])
    simulation.schedule(
      at: simulation.now, room: calls[handle].owner, kind: CallNotice.response,
      argument: handle.rawValue)
  }

  /// Whether messages pass between two pods, by their indices, in one direction.
  @inlinable @inline(always)
  mutating func passes(from sender: Int, to receiver: Int, _ gate: UInt16) -> Bool {
    guard network.isGuarded else { return true }
    if !network.hasCuts,
      firewall.isOpen(
        gate, from: network.places[sender].group, to: network.places[receiver].group)
    {
      return true
    }
    return passesInDetail(from: sender, to: receiver, gate)
  }

  @usableFromInline @inline(never)
  mutating func passesInDetail(from sender: Int, to receiver: Int, _ gate: UInt16) -> Bool {
    guard !network.isCut(from: sender, to: receiver) else { return false }
    return !firewall.isActive || denial(gate, from: sender, to: receiver) == nil
  }

  /// Whether a cut or a policy keeps a pod from a port of a host outside the cluster; a connection
  /// that a policy denies is counted.
  package mutating func shutOff(_ client: UInt32, from host: Int, at port: Int) -> Bool {
    guard !network.isCut(Int(client), fromHost: host) else { return true }
    guard firewall.isActive else { return false }
    let gate = firewall.gate(PolicyGate(ports: [port], transport: .tcp, dialer: .client))
    let group = network.places[Int(client)].group
    guard !firewall.isOpen(gate, from: group, to: 0),
      let direction = firewall.denial(gate, from: group, to: 0)
    else { return false }
    count(direction, from: client, service: nil)
    return true
  }

  /// The connections that policies stopped so far.
  package var deniedConnections: [DeniedConnections] { firewall.denials }
}
