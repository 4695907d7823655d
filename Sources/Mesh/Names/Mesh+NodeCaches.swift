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
    let exists = names.exists(Int(state.round), of: plan)
    let (missing, due, known) = look(for: name, exists: exists, on: server, now: simulation.now)
    names.lookups[lookup].verdict = known ?? exists ? .found : .absent
    renewOnNode(due, of: state, server, in: &simulation)
    guard !missing.isEmpty else {
      answer(lookup, after: localWay(state), in: &simulation)
      return
    }
    names.lookups[lookup].cache = Int32(server)
    guard name.isOfCluster else {
      for type in missing {
        keepOnNode(lookup, type: type, exists: exists, now: simulation.now)
      }
      let fetching = laws.duration(outsideResolverLatency, state.random.bits(UInt32(state.round)))
      answer(lookup, after: localWay(state) + fetching, in: &simulation)
      return
    }
    let pod = names.nodeCaches.servers[server].pod
    query(
      lookup, along: names.nodeCaches.forwarding, from: UInt32(pod.index), missing,
      in: &simulation)
  }

  /// Looks a name's two types up in a cache: those that it misses, those that it gives but fetches
  /// anew, and whether its answer of type A says that the name exists.
  private mutating func look(
    for name: LookupPlan.Name, exists: Bool, on server: Int, now: SimTime
  ) -> (missing: [Int], due: [Int], known: Bool?) {
    let rules = names.nodeCaches.rules(of: name)
    var missing: [Int] = []
    var due: [Int] = []
    var first: Bool?
    for type in 0..<2 {
      let key = name.number << 1 | Int32(type)
      let known = names.nodeCaches.servers[server].known(
        key, at: now, orStaleFor: rules.staleTime)
      names.nodeCaches.servers[server].count(
        exists: known ?? exists, isLong: type == 1, isHit: known != nil)
      if type == 0 { first = known }
      if known == nil {
        missing.append(type)
      } else if names.nodeCaches.servers[server].isDue(
        key, by: rules.prefetch, now: now)
      {
        due.append(type)
      }
    }
    return (missing, due, first)
  }

  /// The cache that asked for a name keeps the answer.
  mutating func keepOnNode(
    _ lookup: Handle<NameLookup>, type: Int, exists: Bool, now: SimTime
  ) {
    let state = names.lookups[lookup]
    let name = names.plans[Int(state.plan)].names[Int(state.round)]
    let life = names.time(
      isOfCluster: name.isOfCluster, exists: exists, by: names.nodeCaches.rules(of: name))
    let key = name.number << 1 | Int32(type)
    if case .cache = state.subject {
      names.nodeCaches.servers[Int(state.cache)].renew(
        key, exists: exists, for: life, now: now)
    } else {
      names.nodeCaches.servers[Int(state.cache)].keep(
        key, exists: exists, for: life, now: now)
    }
  }

  /// Fetches answers of the types that are due for a lookup's round, beside those that are given:
  /// of the cluster's names from CoreDNS, of others from a server outside, which always answers.
  private mutating func renewOnNode(
    _ types: [Int], of lookup: NameLookup, _ server: Int, in simulation: inout Simulation
  ) {
    guard !types.isEmpty else { return }
    let pod = UInt32(names.nodeCaches.servers[server].pod.index)
    var renewal = NameLookup(
      subject: .cache, client: pod, target: lookup.target, plan: lookup.plan,
      random: lookup.random.call(UInt64(CallPurpose.lookup), attempt: 1),
      startedAt: simulation.now)
    renewal.round = lookup.round
    renewal.cache = Int32(server)
    let handle = names.lookups.insert(renewal)
    let plan = names.plans[Int(lookup.plan)]
    guard plan.names[Int(lookup.round)].isOfCluster else {
      let exists = names.exists(Int(lookup.round), of: plan)
      for type in types { keepOnNode(handle, type: type, exists: exists, now: simulation.now) }
      names.lookups.remove(handle)
      return
    }
    query(handle, along: names.nodeCaches.forwarding, from: pod, types, in: &simulation)
  }

  /// What the expired answer of type A says that the cache gives which asked in vain for another
  /// one; nil where it gives none (plugin/cache verifyStaleResponseWriter).
  mutating func staleOnNode(_ lookup: Handle<NameLookup>, now: SimTime) -> Bool? {
    let state = names.lookups[lookup]
    if case .cache = state.subject { return nil }
    let name = names.plans[Int(state.plan)].names[Int(state.round)]
    let time = names.nodeCaches.rules(of: name).lastResortTime
    guard time > .zero,
      let exists = names.nodeCaches.servers[Int(state.cache)].known(
        name.number << 1, at: now, orStaleFor: time)
    else { return nil }
    names.nodeCaches.servers[Int(state.cache)].giveStale()
    return exists
  }

  /// Nothing listens where the rules of a dead cache lead: the kernel says so at once to each of
  /// the resolver's attempts.
  mutating func failOnNode(_ lookup: Handle<NameLookup>, in simulation: inout Simulation) {
    names.lookups[lookup].verdict = .refused
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
