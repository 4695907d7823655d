import SimulationKernel

/// Calls that their clients' proxies bound and judge by the guard of their upstream.
///
/// A connection opens at once, and one that comes free takes the next call to whichever pod: Envoy
/// has a pool for each pod and thread, in which a call may wait while a connection to another pod is
/// idle. A proxy sees what answers: of a pod that is killed under a call it takes the broken
/// connection for an error of the pod's own, and of a caller that gives up it learns nothing.
extension Mesh {
  /// Sends a call, lets it wait or refuses it, as its client's proxy has connections.
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

  /// Picks a pod that the client's proxy does not leave out.
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
    for place in 0..<pods {
      let pod = balancer.member(place, of: upstream)
      if !proxyViews.isEjected(pod, from: view) { balancer.addCandidate(pod) }
    }
    let server = balancer.pickCandidate(
      upstream, client: call.client,
      bits: call.random.bits(call.purpose(CallPurpose.balancing)))
    if let server { balancer.count(1, of: upstream, client: call.client, pod: server) }
    return server
  }

  /// An attempt that a client's proxy counted is over: its pod is judged, and the next call that
  /// waits for a connection goes.
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

  /// Takes in what an attempt says of its pod, if that is still one of the upstream.
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

  /// Takes a call back that never came to its client's proxy: its software found no name.
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
    calls[handle].server = .max
    let last = proxyViews.views[view].lastWaiting
    if last == .max {
      proxyViews.views[view].firstWaiting = handle.rawValue
    } else {
      calls[Handle(rawValue: last)].server = handle.rawValue
    }
    proxyViews.views[view].lastWaiting = handle.rawValue
    proxyViews.views[view].pool.waiting += 1
  }

  /// Takes a call out of the queue of a view, if it stands there; a delayed one stands in none.
  private mutating func leaveQueue(_ handle: Handle<Call>, of view: Int) {
    var before = UInt32.max
    var place = proxyViews.views[view].firstWaiting
    while place != .max, place != handle.rawValue {
      before = place
      place = calls[Handle(rawValue: place)].server
    }
    guard place != .max else { return }
    let next = calls[handle].server
    if before == .max {
      proxyViews.views[view].firstWaiting = next
    } else {
      calls[Handle(rawValue: before)].server = next
    }
    if next == .max { proxyViews.views[view].lastWaiting = before }
    calls[handle].server = .max
    proxyViews.views[view].pool.waiting -= 1
  }

  /// Takes a call out of its client's proxy that the client gave up on.
  mutating func leaveQueue(_ handle: Handle<Call>) {
    let call = calls[handle]
    let path = routes[Int(call.route)]
    guard path.traits.contains(.guarded) else { return }
    leaveQueue(handle, of: proxyViews.view(of: Int(path.upstream), client: call.client))
  }

  /// Counts a further attempt in its client's proxy; false where that has too many already.
  mutating func allowsRetry(of call: Call, _ path: Route) -> Bool {
    guard path.traits.isSuperset(of: [.guarded, .retriedByProxy]) else { return true }
    let upstream = Int(path.upstream)
    let view = proxyViews.view(of: upstream, client: call.client)
    return proxyViews.views[view].pool.retries(
      after: call.attempt, under: proxyViews.limits(of: upstream))
  }

  /// Counts the further attempts of a call as over, which is.
  mutating func endRetries(of call: Call) {
    let path = routes[Int(call.route)]
    guard call.attempt > 0, path.traits.isSuperset(of: [.guarded, .retriedByProxy]) else { return }
    let view = proxyViews.view(of: Int(path.upstream), client: call.client)
    proxyViews.views[view].pool.endRetry()
  }
}
