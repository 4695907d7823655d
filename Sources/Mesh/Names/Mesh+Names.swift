package import Cluster
package import Manifests
public import SimulationKernel

/// Lookups on the wire: queries are calls to the pods of the cluster's DNS, which cost core time
/// there, are judged by network policies and time out.
extension Mesh {
  /// A name server outside, seen from CoreDNS: a guess of the order of a resolver in the same
  /// region.
  private static var outsideResolverLaw: Distribution { .lognormal(p50: 5e-3, p99: 40e-3) }

  /// Says that names are looked up at a service, or at another one while that is not there.
  ///
  /// - Parameters:
  ///   - candidates: the services that are the DNS while they are there, with the same pods; the
  ///     first is the one that routes lead to.
  ///   - services: what each service is called, in the cluster's numbering.
  ///   - hosts: what hosts outside are called.
  ///   - aliases: the cluster's names that stand for hosts outside.
  ///   - routers: workloads, by number, whose software knows the addresses behind its routes: an
  ///     ingress controller watches the EndpointSlices, a gateway gets them of istiod.
  package mutating func resolveNames(
    at candidates: [Int], operation: Int, messages: MessageLaws, resolvers: [ResolverSpec],
    corefile: Corefile, services: [(name: String, namespace: String)], hosts: [String],
    aliases: [String], routers: [Int]
  ) {
    for spec in resolvers
    where !names.routes.contains(where: {
      $0.timeout == spec.timeout && $0.attempts == spec.attempts
    }) {
      let policy = CallPolicy(timeout: spec.timeout, retries: spec.attempts - 1)
      let route = route(
        to: candidates[0], operation: operation, policy: policy, messages: messages)
      names.routes.append((spec.timeout, spec.attempts, route))
    }
    names.candidates = candidates
    names.corefile = corefile
    names.services = services
    names.hosts = hosts
    names.aliases = aliases
    names.routers = routers
    names.isActive = true
    outsideResolverLatency = laws.compile(Self.outsideResolverLaw)
  }

  /// The pods of CoreDNS read a new file, and begin with empty caches (plugin/reload).
  package mutating func reloadNames(_ corefile: Corefile) {
    names.corefile = corefile
    names.firstPlan = names.plans.count
    for server in names.servers.indices { names.servers[server].forget() }
  }

  /// Learns how the pods of a workload resolve, when the first of them starts.
  mutating func learnResolver(of pod: PodHandle, in cluster: borrowing Cluster) {
    guard names.isActive else { return }
    let workload = Int(cluster.pods[pod].workload)
    while names.resolvers.count <= workload { names.resolvers.append(nil) }
    let owner = cluster.workloads[workload]
    // Who can not find Services has no connections to them from before the run either.
    network.places[pod.index].isWarm =
      cluster.pods[pod].servingSince < .zero && owner.spec.resolver.usesCluster
    names.resolvers[workload] = (owner.spec.resolver, owner.namespace)
    names.connections.forget(client: UInt32(pod.index))
    names.answers.forget(client: UInt32(pod.index))
  }

  /// Looks the name up for a call's new connection; false where nobody has to be asked.
  @usableFromInline @inline(never)
  mutating func beginLookup(
    for handle: Handle<Call>, in simulation: inout Simulation
  ) -> Bool {
    let call = calls[handle]
    let target = routes[Int(call.route)].service
    guard Int(target) < names.services.count,
      beginLookup(
        .call(handle.rawValue, call.issuedAt), of: target, client: call.client,
        random: call.random.call(UInt64(CallPurpose.lookup), attempt: UInt32(call.attempt)),
        in: &simulation)
    else { return false }
    calls[handle].flags.insert(.lost)
    return true
  }

  /// Looks the name of a host outside up, for software that asks it; false where it has a
  /// connection.
  ///
  /// The software is told `CallNotice.nameFound` or `nameMissing`.
  package mutating func lookUp(
    host: Int, for request: Handle<Call>, client: UInt32, random: RequestRandom,
    in simulation: inout Simulation
  ) -> Bool {
    guard names.isActive else { return false }
    let target = UInt32(host) | NameService.hostBit
    guard takeConnection(from: client, to: target, bits: random.key) else { return false }
    return beginLookup(
      .software(request.rawValue), of: target, client: client,
      random: random.call(UInt64(CallPurpose.lookup), attempt: 0), in: &simulation)
  }

  /// Looks a name up for somebody; false where nobody has to be asked.
  mutating func beginLookup(
    _ subject: NameLookup.Subject, of target: UInt32, client: UInt32, random: RequestRandom,
    in simulation: inout Simulation
  ) -> Bool {
    let workload = Int(workloadOfPod[Int(client)])
    guard names.looksUp(target, workload: workload) else { return false }
    let asksNode = names.route(ofWorkload: workload) == nil
    let known = asksNode ? nil : names.answers.known(to: client, of: target, at: simulation.now)
    if known == true { return false }
    if known == nil, names.follow(subject, ofWorkload: workload, target, client) { return true }
    let plan = names.plan(workload, target)
    let lookup = names.lookups.insert(
      NameLookup(
        subject: subject, client: client, target: target, plan: UInt32(plan), random: random,
        startedAt: simulation.now))
    if known == false || asksNode {
      // The node's resolver knows nothing of the cluster's names.
      names.lookups[lookup].verdict = .known
      names.lookups[lookup].hasFailed = true
      let asking = asksNode ? laws.duration(outsideResolverLatency, random.bits(0)) : .zero
      answer(lookup, after: asking, in: &simulation)
    } else {
      ask(lookup, in: &simulation)
    }
    return true
  }

  /// Asks for the two types of a round's name.
  mutating func ask(_ lookup: Handle<NameLookup>, in simulation: inout Simulation) {
    let state = names.lookups[lookup]
    guard let route = names.route(ofWorkload: Int(workloadOfPod[Int(state.client)])) else {
      names.lookups[lookup].verdict = .known
      names.lookups[lookup].hasFailed = true
      finish(lookup, in: &simulation)
      return
    }
    names.lookups[lookup].cache = -1
    switch names.nodeCaches.state(on: Int(network.places[Int(state.client)].node)) {
    case .absent: query(lookup, along: route, from: state.client, [0, 1], in: &simulation)
    case .serving: askNodeCache(lookup, in: &simulation)
    case .silent: failOnNode(lookup, in: &simulation)
    }
  }

  /// A lookup is over: who waited for it hears of it.
  mutating func finish(_ lookup: Handle<NameLookup>, in simulation: inout Simulation) {
    let state = names.lookups[lookup]
    let failed = state.verdict != .found
    names.lookups.remove(lookup)
    names.finished += 1
    names.failed += failed ? 1 : 0
    names.durationSum += simulation.now - state.startedAt
    if let life = names.answerLife(ofWorkload: Int(workloadOfPod[Int(state.client)])) {
      names.answers.keep(
        state.client, state.target, isAbsent: failed, for: life, now: simulation.now)
    }
    // The DNS that it lacks now it lacked before: none of its connections is from before the run.
    if failed, state.hasFailed { network.places[Int(state.client)].isWarm = false }
    tell(state.subject, of: state, failed: failed, in: &simulation)
    guard !names.followers.isEmpty else { return }
    for subject in names.takeFollowers(of: lookup) {
      tell(subject, of: state, failed: failed, in: &simulation)
    }
  }

  /// Tells who waited for a name what became of the lookup.
  private mutating func tell(
    _ subject: NameLookup.Subject, of lookup: NameLookup, failed: Bool,
    in simulation: inout Simulation
  ) {
    if case .unserved(let raw, let issuedAt) = subject {
      endInVain(Handle(rawValue: raw), issuedAt: issuedAt, in: &simulation)
      return
    }
    if failed { names.connections.connect(-1, from: lookup.client, to: lookup.target) }
    switch subject {
    case .cache, .unserved: break
    case .call(let raw, let issuedAt):
      resume(Handle(rawValue: raw), issuedAt: issuedAt, failed: failed, in: &simulation)
    case .software(let raw):
      simulation.schedule(
        at: simulation.now, room: Room.workload.rawValue,
        kind: failed ? CallNotice.nameMissing : CallNotice.nameFound, argument: raw)
    }
  }

  /// Lets a call that waited for a name go on its way, or fail: its software could not connect.
  private mutating func resume(
    _ handle: Handle<Call>, issuedAt: SimTime, failed: Bool, in simulation: inout Simulation
  ) {
    guard calls.contains(handle), calls[handle].flags.contains(.lost),
      calls[handle].issuedAt == issuedAt
    else { return }
    calls[handle].flags.remove(.lost)
    let call = calls[handle]
    guard failed else {
      dispatch(handle, call, in: &simulation)
      return
    }
    withdraw(handle, in: &simulation)
    calls[handle].flags.insert(.failed)
    simulation.schedule(
      at: simulation.now, room: call.owner, kind: CallNotice.response, argument: handle.rawValue)
  }

  /// The pods of the DNS with what they did so far.
  package var nameServers: [(pod: PodHandle, counters: NameServerCounters)] {
    names.servers.map { ($0.pod, $0.counters) }
  }

  /// The caches of the nodes with what they did since each started.
  package var nodeNameCaches: [(pod: PodHandle, counters: NameServerCounters)] {
    names.nodeCaches.servers.map { ($0.pod, $0.counters) }
  }

  /// Queries that the DNS answered so far.
  package var nameQueryCount: UInt64 {
    names.servers.reduce(0) {
      $0 + $1.counters.addressQueries + $1.counters.longAddressQueries
    }
  }

  /// Lookups that came to an end, those of them without an answer, and how long they took together.
  package var lookupTotals: (finished: UInt64, failed: UInt64, duration: SimDuration) {
    (names.finished, names.failed, names.durationSum)
  }
}
