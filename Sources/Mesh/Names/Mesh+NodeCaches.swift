import Cluster
package import Manifests
import SimulationKernel

/// Queries to the caches of the nodes.
extension Mesh {
  /// How a cache asks the DNS: the forward plugin waits two seconds for an upstream and gives up
  /// after about five (coredns plugin/forward: readTimeout, defaultTimeout).
  private static var forwardPolicy: CallPolicy { CallPolicy(timeout: .seconds(2), retries: 2) }

  /// Says that nodes have caches, whose pods `PodNotice`s are about; returns the way from them to
  /// the DNS.
  package mutating func cacheNames(
    at service: Int, operation: Int, messages: MessageLaws, cluster: Corefile, outside: Corefile
  ) -> Int {
    names.nodeCaches.rules = (cluster, outside)
    names.nodeCaches.forwarding = route(
      to: service, operation: operation, policy: Self.forwardPolicy, messages: messages)
    return names.nodeCaches.forwarding
  }

  /// A cache's pod started or ended.
  ///
  /// One that was told to end takes its rules away; one that was killed does not.
  mutating func learnNodeCache(
    _ notice: PodNotice, of pod: PodHandle, in cluster: borrowing Cluster, at now: SimTime
  ) {
    guard names.nodeCaches.forwarding >= 0, cluster.pods.contains(pod) else { return }
    let state = cluster.pods[pod]
    switch notice {
    case .started:
      if state.software == Room.cluster.rawValue { attach(pod, in: cluster, room: .cluster) }
      names.nodeCaches.start(pod, on: Int(state.node))
    case .stopped:
      names.nodeCaches.stop(
        pod, on: Int(state.node), cleanly: state.isTerminating && state.graceEnd > now)
    case .stopping, .deleted, .labelsChanged, .probing: break
    }
  }

  /// Asks the cache of the client's node, which asks on what it does not hold.
  mutating func askNodeCache(_ lookup: Handle<NameLookup>, in simulation: inout Simulation) {
    let state = names.lookups[lookup]
    let plan = names.plans[Int(state.plan)]
    let name = plan.names[Int(state.round)]
    let server = names.nodeCaches.server(on: Int(network.places[Int(state.client)].node))
    let exists = Int(state.round) == plan.names.count - 1
    var missing: [Int] = []
    for type in 0..<2 {
      let isHit = names.nodeCaches.servers[server].holds(
        name.number << 1 | Int32(type), at: simulation.now)
      names.nodeCaches.servers[server].count(exists: exists, isLong: type == 1, isHit: isHit)
      if !isHit { missing.append(type) }
    }
    guard !missing.isEmpty else {
      answer(lookup, after: localWay(state), in: &simulation)
      return
    }
    names.lookups[lookup].cache = Int32(server)
    guard name.isOfCluster else {
      for type in missing { keepOnNode(lookup, type: type, now: simulation.now) }
      let fetching = laws.duration(outsideResolverLatency, state.random.bits(UInt32(state.round)))
      answer(lookup, after: localWay(state) + fetching, in: &simulation)
      return
    }
    let pod = names.nodeCaches.servers[server].pod
    query(
      lookup, along: names.nodeCaches.forwarding, from: UInt32(pod.index), missing,
      in: &simulation)
  }

  /// The cache that asked for a name keeps the answer.
  mutating func keepOnNode(_ lookup: Handle<NameLookup>, type: Int, now: SimTime) {
    let state = names.lookups[lookup]
    let plan = names.plans[Int(state.plan)]
    let name = plan.names[Int(state.round)]
    let caches = names.nodeCaches.rules
    let time = names.time(
      isOfCluster: name.isOfCluster, exists: Int(state.round) == plan.names.count - 1,
      by: name.isOfCluster ? caches.cluster : caches.outside)
    // The answer's time to live is that of the cluster's DNS.
    let life =
      name.isOfCluster
      ? min(time, .seconds(Int64(max(NameService.leastSeconds, names.corefile.clusterSeconds))))
      : time
    names.nodeCaches.servers[Int(state.cache)].keep(
      name.number << 1 | Int32(type), for: life, now: now)
  }

  /// Nothing listens where the rules of a dead cache lead: the kernel says so at once to each of
  /// the resolver's attempts.
  mutating func failOnNode(_ lookup: Handle<NameLookup>, in simulation: inout Simulation) {
    names.lookups[lookup].hasFailed = true
    answer(lookup, after: localWay(names.lookups[lookup]), in: &simulation)
  }

  /// There and back on the client's own node.
  private mutating func localWay(_ lookup: NameLookup) -> SimDuration {
    let law = network.legs[network.withinNode]
    guard !law.isZero else { return .zero }
    return laws.duration(law, lookup.random.bits(UInt32(lookup.round) << 2 | 2))
      + laws.duration(law, lookup.random.bits(UInt32(lookup.round) << 2 | 3))
  }

  /// The round's answers reach the client after a time.
  mutating func answer(
    _ lookup: Handle<NameLookup>, after time: SimDuration, in simulation: inout Simulation
  ) {
    simulation.schedule(
      after: time, room: Room.mesh.rawValue, kind: MeshEvent.nameFetched.rawValue,
      argument: lookup.rawValue)
  }
}
