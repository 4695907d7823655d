import Cluster
public import SimulationKernel

/// Calls with a route's special traits: split among destinations, or judged by their client's proxy
/// before they are sent.
extension Mesh {
  /// Makes a call that `call` could not send at once: its route has a special trait, or no pod was
  /// found for it, so that it fails.
  @usableFromInline @inline(never)
  mutating func callInDetail(
    _ handle: Handle<Call>, pinned: UInt32, under parentSpan: UInt32,
    in simulation: inout Simulation
  ) {
    let head = routes[Int(calls[handle].route)]
    if head.traits.contains(.split) {
      calls[handle].route = UInt32(drawn(head.upstream, by: calls[handle].random))
    }
    let route = calls[handle].route
    calls[handle].server = pinned
    if parentSpan != .max {
      calls[handle].span = openSpan(along: route, under: parentSpan, at: simulation.now)
    }
    if head.traits.isDisjoint(with: .needsDetail) {
      failWithoutEndpoint(handle, Int(head.service), in: &simulation)
    } else if routes[Int(route)].traits.contains(.ruled) {
      obeyProxy(handle, in: &simulation)
    } else {
      issue(handle, in: &simulation)
    }
  }

  /// Applies the rule of its client's proxy to a call: a delay first, if one is drawn, then the
  /// rest of the rule.
  mutating func obeyProxy(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let rule = proxyRules[Int(call.route)]
    if call.random.happens(rule.delayChance, call.purpose(CallPurpose.faultDelay)) {
      delay(handle, by: rule.delay, in: &simulation)
    } else {
      obeyInTime(handle, in: &simulation)
    }
  }

  /// Applies a rule after its delay: the proxy aborts the call, answers it itself, or sends it.
  private mutating func obeyInTime(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let rule = proxyRules[Int(call.route)]
    if call.random.happens(rule.abortChance, call.purpose(CallPurpose.faultAbort)) {
      answer(handle, rule.abort, in: &simulation)
    } else if let direct = rule.answer {
      answer(handle, direct, in: &simulation)
    } else {
      issue(handle, in: &simulation)
    }
  }

  /// Holds a call in its client's proxy for the delay of a fault.
  ///
  /// A timeout of the caller's software runs meanwhile; a timeout of the proxy begins afterwards.
  private mutating func delay(
    _ handle: Handle<Call>, by length: SimDuration, in simulation: inout Simulation
  ) {
    let path = routes[Int(calls[handle].route)]
    hold(handle, path, isTimed: !path.traits.contains(.timedByProxy), in: &simulation)
    simulation.schedule(
      after: length, room: Room.mesh.rawValue, kind: MeshEvent.heldCallDue.rawValue,
      argument: handle.rawValue)
  }

  /// Applies the rest of its rule to a call whose delay is over.
  mutating func endDelay(_ handle: Handle<Call>, in simulation: inout Simulation) {
    release(handle)
    obeyInTime(handle, in: &simulation)
  }

  /// Holds a call in its client's proxy: it counts as in flight, and no pod knows of it.
  mutating func hold(
    _ handle: Handle<Call>, _ path: Route, isTimed: Bool, in simulation: inout Simulation
  ) {
    counters[Int(path.service)].inFlight &+= 1
    calls[handle].flags.formUnion(.held)
    guard isTimed, !calls[handle].flags.contains(.timed), path.timerClass != Route.neverTimesOut
    else { return }
    arm(handle, path.timerClass, in: &simulation)
  }

  /// Takes a held call out of its client's proxy, to answer it or to send it.
  mutating func release(_ handle: Handle<Call>) {
    counters[Int(routes[Int(calls[handle].route)].service)].inFlight &-= 1
    calls[handle].flags.subtract(.held)
  }

  /// Ends a call that timed out while its client's proxy held it.
  mutating func endHeld(_ handle: Handle<Call>, in simulation: inout Simulation) {
    leaveQueue(handle)
    let call = calls[handle]
    let service = Int(routes[Int(call.route)].service)
    let length = simulation.now - call.issuedAt
    counters[service].end(length, failed: true)
    counters[service].timeouts &+= 1
    durations.record(length, in: service)
    guard call.span != .max else { return }
    closeSpan(call.span, server: .max, failed: true, at: simulation.now)
  }

  /// Answers a call in its client's proxy.
  mutating func answer(
    _ handle: Handle<Call>, _ answer: ProxyAnswer, in simulation: inout Simulation
  ) {
    let service = Int(routes[Int(calls[handle].route)].service)
    counters[service].requests &+= 1
    counters[service].errors &+= answer.isFailure ? 1 : 0
    count(answer, to: service)
    answerAtClient(handle, isFailure: answer.isFailure, in: &simulation)
  }

  private mutating func count(_ answer: ProxyAnswer, to service: Int) {
    let known = answersOfProxies.firstIndex { $0.service == service && $0.answer == answer }
    if known == nil {
      answersOfProxies.append(ProxyAnswerCount(service: service, answer: answer))
    }
    answersOfProxies[known ?? answersOfProxies.count - 1].count += 1
  }
}
