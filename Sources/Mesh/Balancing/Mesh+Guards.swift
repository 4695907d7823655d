public import SimulationKernel

/// Calls to upstreams for which the clients' proxies limit connections and detect outliers, as a
/// DestinationRule says.
///
/// Two simplifications: a connection opens at once, and a connection that becomes free takes the
/// next call to whichever pod. Envoy has a pool for each pod and thread, in which a call may wait
/// while a connection to another pod is idle.
///
/// A proxy judges by what it sees. When a pod is killed under a call, it counts the broken
/// connection as a gateway's error (Filter::onUpstreamReset, LocalOriginConnectFailed). When a
/// caller gives up, it learns nothing of the pod.
extension Mesh {
  /// Picks the pod of a call that its client's proxy admits at once and whose route has no other
  /// special trait; nil, and nothing changed, where more has to be done.
  ///
  /// Its arguments are words, so that the caller need not lay the call down in memory for it.
  @usableFromInline @inline(never)
  mutating func admitAtOnce(
    along route: Int, client: UInt32, _ random: RequestRandom, pinned: UInt32
  ) -> UInt32? {
    let path = routes[route]
    let upstream = Int(path.upstream)
    guard path.traits.isDisjoint(with: [.split, .ruled]), pinned == .max,
      !balancer.upstreams[upstream].needsDetail
    else { return nil }
    let view = proxyViews.view(of: upstream, client: client)
    guard proxyViews.views[view].ejected == 0,
      proxyViews.views[view].pool.hasRoom(under: proxyViews.limits(of: upstream)),
      let server = balancer.pick(
        upstream, client: client, bits: random.bits(CallPurpose.balancing))
    else { return nil }
    proxyViews.views[view].pool.active += 1
    counters[Int(path.service)].inFlight &+= 1
    balancer.count(1, of: upstream, client: client, pod: server)
    return server
  }

  /// Takes a call that was answered well out of its client's proxy; returns false, and changes
  /// nothing, where more has to be done than to count it.
  @usableFromInline @inline(never)
  mutating func leaveAtOnce(_ handle: Handle<Call>) -> Bool {
    let call = calls[handle]
    guard call.flags.intersection(.needsDetail) == .proxied, call.attempt == 0 else { return false }
    let view = proxyViews.view(of: Int(routes[Int(call.route)].upstream), client: call.client)
    guard proxyViews.views[view].firstWatched < 0, proxyViews.views[view].firstWaiting == .max
    else { return false }
    proxyViews.views[view].pool.active -= 1
    return true
  }

  /// Sends a call, lets it wait for a connection or refuses it, by the limits of its client's
  /// proxy.
  mutating func issueGuarded(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let path = routes[Int(call.route)]
    let upstream = Int(path.upstream)
    let view = proxyViews.view(of: upstream, client: call.client)
    switch proxyViews.views[view].pool.admission(under: proxyViews.limits(of: upstream)) {
    case .goes: launch(handle, view, in: &simulation)
    case .waits:
      hold(handle, path, isTimed: true, in: &simulation)
      enqueue(handle, in: view)
    case .overflows: answer(handle, ProxyAnswer(.overflow, status: 503), in: &simulation)
    }
  }

  /// Sends a call that its client's proxy admits, to a pod that the proxy has not ejected.
  private mutating func launch(
    _ handle: Handle<Call>, _ view: Int, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    let path = routes[Int(call.route)]
    guard let server = chooseGuarded(for: call, path, view, at: simulation.now) else {
      failWithoutEndpoint(handle, Int(path.service), in: &simulation)
      return
    }
    proxyViews.views[view].pool.active += 1
    calls[handle].flags.insert(.proxied)
    depart(handle, to: server, path, in: &simulation)
  }

  /// Picks a pod that the client's proxy has not ejected.
  private mutating func chooseGuarded(
    for call: Call, _ path: Route, _ view: Int, at now: SimTime
  ) -> UInt32? {
    let upstream = Int(path.upstream)
    guard proxyViews.views[view].ejected > 0,
      let rules = proxyViews.ejection(of: upstream)
    else { return choose(for: call, path, pinned: .max) }
    proxyViews.sweep(view, rules, Sweeps(of: call.client, every: rules.interval, at: now))
    let pods = balancer.memberCount(of: upstream)
    let ejected = Int(proxyViews.views[view].ejected)
    guard ejected > 0, !rules.panics(healthy: pods - ejected, of: pods) else {
      return choose(for: call, path, pinned: .max)
    }
    counters[Int(path.service)].inFlight &+= 1
    balancer.forgetCandidates()
    for index in 0..<pods {
      let pod = balancer.member(index, of: upstream)
      if !proxyViews.isEjected(pod, from: view) { balancer.addCandidate(pod) }
    }
    let server = balancer.pickCandidate(
      upstream, client: call.client,
      bits: call.random.bits(call.purpose(CallPurpose.balancing)))
    if let server { balancer.count(1, of: upstream, client: call.client, pod: server) }
    return server
  }

  /// An attempt that a client's proxy counted is over: judges its pod, and sends the next call that
  /// waits for a connection.
  ///
  /// - Parameter verdict: what the attempt says of the pod; nil where it says nothing.
  mutating func leaveProxy(
    _ call: Call, _ verdict: AttemptVerdict?, in simulation: inout Simulation
  ) {
    let upstream = Int(routes[Int(call.route)].upstream)
    let view = proxyViews.view(of: upstream, client: call.client)
    proxyViews.views[view].pool.active -= 1
    if let verdict, verdict != .success || proxyViews.views[view].firstWatched >= 0 {
      judge(call, verdict, in: view, at: simulation.now)
    }
    while proxyViews.views[view].firstWaiting != .max,
      proxyViews.views[view].pool.hasRoom(under: proxyViews.limits(of: upstream))
    {
      let next = Handle<Call>(rawValue: proxyViews.views[view].firstWaiting)
      leaveQueue(next, of: view)
      release(next)
      launch(next, view, in: &simulation)
    }
  }

  /// Notes what an attempt says of its pod, if the pod is still a member of the upstream.
  private mutating func judge(
    _ call: Call, _ verdict: AttemptVerdict, in view: Int, at now: SimTime
  ) {
    let path = routes[Int(call.route)]
    let upstream = Int(path.upstream)
    guard let rules = proxyViews.ejection(of: upstream), isMember(call.server, of: upstream)
    else { return }
    let isEjected = proxyViews.note(
      verdict, of: call.server, among: balancer.memberCount(of: upstream), in: view, rules,
      Sweeps(of: call.client, every: rules.interval, at: now))
    if isEjected { counters[Int(path.service)].ejections &+= 1 }
  }

  /// Takes a call back that never reached its client's proxy, because the caller's software found
  /// no address for the service's name.
  mutating func withdraw(_ handle: Handle<Call>, in simulation: inout Simulation) {
    guard calls[handle].flags.contains(.proxied) else { return }
    calls[handle].flags.remove(.proxied)
    leaveProxy(calls[handle], nil, in: &simulation)
  }

  private func isMember(_ pod: UInt32, of upstream: Int) -> Bool {
    let pods = balancer.memberCount(of: upstream)
    return (0..<pods).contains { balancer.member($0, of: upstream) == pod }
  }

  private mutating func enqueue(_ handle: Handle<Call>, in view: Int) {
    calls[handle].nextWaiting = .max
    let last = proxyViews.views[view].lastWaiting
    if last == .max {
      proxyViews.views[view].firstWaiting = handle.rawValue
    } else {
      calls[Handle(rawValue: last)].nextWaiting = handle.rawValue
    }
    proxyViews.views[view].lastWaiting = handle.rawValue
    proxyViews.views[view].pool.waiting += 1
  }

  /// Takes a call out of the queue of a view, if it waits there; a call that a fault delays waits
  /// in no queue.
  private mutating func leaveQueue(_ handle: Handle<Call>, of view: Int) {
    var before = UInt32.max
    var waiting = proxyViews.views[view].firstWaiting
    while waiting != .max, waiting != handle.rawValue {
      before = waiting
      waiting = calls[Handle(rawValue: waiting)].nextWaiting
    }
    guard waiting != .max else { return }
    let next = calls[handle].nextWaiting
    if before == .max {
      proxyViews.views[view].firstWaiting = next
    } else {
      calls[Handle(rawValue: before)].nextWaiting = next
    }
    if next == .max { proxyViews.views[view].lastWaiting = before }
    calls[handle].nextWaiting = .max
    proxyViews.views[view].pool.waiting -= 1
  }

  /// Takes a call that its client gave up on out of the queue of the client's proxy.
  mutating func leaveQueue(_ handle: Handle<Call>) {
    let call = calls[handle]
    let path = routes[Int(call.route)]
    guard path.traits.contains(.guarded) else { return }
    leaveQueue(handle, of: proxyViews.view(of: Int(path.upstream), client: call.client))
  }

  /// Counts a retry in its client's proxy; returns false where the proxy has too many under way.
  mutating func admitRetry(of call: Call, _ path: Route) -> Bool {
    guard path.traits.isSuperset(of: [.guarded, .retriedByProxy]) else { return true }
    let upstream = Int(path.upstream)
    let view = proxyViews.view(of: upstream, client: call.client)
    return proxyViews.views[view].pool.admitRetry(
      after: call.attempt, under: proxyViews.limits(of: upstream))
  }

  /// Counts the retries of a call that is over as ended.
  mutating func endRetries(of call: Call) {
    let path = routes[Int(call.route)]
    guard call.attempt > 0, path.traits.isSuperset(of: [.guarded, .retriedByProxy]) else { return }
    let view = proxyViews.view(of: Int(path.upstream), client: call.client)
    proxyViews.views[view].pool.endRetry()
  }
}
