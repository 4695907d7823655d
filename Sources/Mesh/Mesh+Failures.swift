import Cluster
public import SimulationKernel

/// Calls that find nobody, time out, are tried again, refused or lost.
extension Mesh {
  /// No pod is known: the client's side answers at once (Envoy: 503 UH; kube-proxy: connection
  /// refused); users hear of it after their way to the edge and back.
  @usableFromInline @inline(never)
  mutating func failWithoutEndpoint(
    _ handle: Handle<Call>, _ service: Int, in simulation: inout Simulation
  ) {
    counters[service].requests &+= 1
    counters[service].errors &+= 1
    counters[service].withoutEndpoint &+= 1
    counters[service].inFlight &-= 1
    if dropsWithoutPod(service) {
      drop(handle, in: &simulation)
      return
    }
    let call = calls[handle]
    if call.flags.contains(.timed) { disarm(handle, call) }
    let heardAt = timeToHear(call, at: simulation.now)
    if call.span != .max {
      closeSpan(call.span, server: call.server, failed: true, at: heardAt)
    }
    calls[handle].flags.remove(.timed)
    calls[handle].flags.formUnion([.failed, .local])
    // Without a healthy host Envoy answers by itself, before any attempt (source/common/router/
    // router.cc, sendNoHealthyUpstreamResponse).
    if !routes[Int(call.route)].traits.contains(.retriedByProxy) {
      calls[handle].flags.insert(.refused)
    }
    simulation.schedule(
      at: heardAt, room: calls[handle].owner, kind: CallNotice.response,
      argument: handle.rawValue)
  }

  /// When a client hears of what its own side answers: users after their way to the edge and back.
  func timeToHear(_ call: Call, at now: SimTime) -> SimTime {
    guard call.client == Network.outside else { return now }
    let (there, back) = (CallPurpose.requestLeg, CallPurpose.responseLeg)
    return now + way(call, .outside, there) + way(call, .outside, back)
  }

  /// Gives up on every call of a class whose time is over.
  mutating func expire(_ timerClass: Int, in simulation: inout Simulation) {
    while let handle = timers[timerClass].expire(in: &calls, now: simulation.now) {
      calls[handle].flags.remove(.timed)
      abandon(handle, mayTryAgain: true, in: &simulation)
    }
    if let due = timers[timerClass].rearm(in: calls) {
      simulation.schedule(
        at: due, room: Room.mesh.rawValue, kind: MeshEvent.timeout.rawValue,
        argument: UInt32(timerClass))
    }
  }

  /// The client stops waiting.
  ///
  /// The server may still work on the attempt, so the record stays until
  /// it answers; the client goes on with a new record.
  mutating func abandon(
    _ handle: Handle<Call>, mayTryAgain: Bool, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    let route = routes[Int(call.route)]
    endAbandoned(handle, in: &simulation)
    let triesAgain =
      mayTryAgain && outlastsTimeout(route) && call.attempt < route.retries
      && allowsRetry(of: call, route)
    if !triesAgain { endRetries(of: call) }
    var successor = Call(
      parent: call.parent, issuedAt: simulation.now, random: call.random, route: call.route,
      client: call.client, owner: call.owner, position: call.position)
    // No route has as many attempts: what is given up for good is not tried again.
    successor.attempt = triesAgain ? call.attempt + 1 : .max
    let next = calls.insert(successor)
    if triesAgain, route.traits.contains(.limited) {
      passLimit(from: handle, to: next, route, in: &simulation)
    }
    if call.flags.contains(.lost) {
      calls.remove(handle)
    } else {
      calls[handle].flags.insert(.abandoned)
    }
    guard triesAgain else {
      calls[next].flags = [.failed, .local]
      simulation.schedule(
        at: simulation.now, room: call.owner, kind: CallNotice.response, argument: next.rawValue)
      return
    }
    counters[Int(route.service)].retries &+= 1
    calls[next].span = spanOfAttempt(after: call, at: simulation.now)
    pauseAndIssue(next, route, in: &simulation)
  }

  /// The client goes away: it hears of that as of a failure, at once, and tries no more.
  package mutating func giveUp(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    if call.flags.contains(.timed) {
      disarm(handle, call)
      calls[handle].flags.remove(.timed)
    }
    abandon(handle, mayTryAgain: false, in: &simulation)
  }

  /// Ends an attempt that its client gives up on, wherever it is.
  private mutating func endAbandoned(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let route = routes[Int(call.route)]
    guard !call.flags.isSuperset(of: .held) else {
      endHeld(handle, in: &simulation)
      return
    }
    guard !call.flags.contains(.local) else {
      // It waits for its next attempt.
      if call.span != .max {
        closeSpan(call.span, server: call.server, failed: true, at: simulation.now)
      }
      return
    }
    settle(call, failed: true, at: simulation.now)
    counters[Int(route.service)].timeouts &+= 1
    guard call.flags.contains(.proxied) else { return }
    let isProxysTime = route.traits.contains(.timedByProxy)
    leaveProxy(call, isProxysTime ? .gatewayError : nil, in: &simulation)
  }

  /// Whether a route tries again after a timeout: it ends one attempt, and is not the caller's own
  /// where the attempts are its proxy's.
  private func outlastsTimeout(_ route: Route) -> Bool {
    !route.timeoutSpansAttempts && route.traits.contains(.retriesTimeouts)
      && (!route.traits.contains(.retriedByProxy) || route.traits.contains(.timedByProxy))
  }

  /// Tries a failed call again with a new record; false when the route allows no more attempts.
  @usableFromInline @inline(never)
  mutating func retries(_ handle: Handle<Call>, in simulation: inout Simulation) -> Bool {
    let call = calls[handle]
    let route = routes[Int(call.route)]
    guard call.attempt < route.retries,
      !route.retriesOnlyRefused || call.flags.contains(.refused),
      // What a proxy answers by itself only the caller can try again.
      !call.flags.contains(.local) || call.flags.contains(.refused)
        || !route.traits.contains(.retriedByProxy),
      allowsRetry(of: call, route)
    else { return false }
    var successor = Call(
      parent: call.parent, issuedAt: simulation.now, random: call.random, route: call.route,
      client: call.client, owner: call.owner, position: call.position)
    successor.attempt = call.attempt + 1
    let next = calls.insert(successor)
    if call.flags.contains(.timed) {
      if route.timeoutSpansAttempts {
        timers[Int(route.timerClass)].replace(handle, by: next, in: &calls)
        calls[next].flags.insert(.timed)
      } else {
        disarm(handle, call)
      }
    }
    if route.traits.contains(.limited) {
      passLimit(from: handle, to: next, route, in: &simulation)
    }
    calls.remove(handle)
    counters[Int(route.service)].retries &+= 1
    calls[next].span = spanOfAttempt(after: call, at: simulation.now)
    pauseAndIssue(next, route, in: &simulation)
    return true
  }

  private mutating func pauseAndIssue(
    _ handle: Handle<Call>, _ route: Route, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    guard route.backOffBase > .zero else {
      reissue(handle, in: &simulation)
      return
    }
    let pause = CallPolicy.pause(
      before: call.attempt, base: route.backOffBase,
      bits: call.random.bits(call.purpose(CallPurpose.retryPause)))
    calls[handle].flags.formUnion([.local, .lost])
    simulation.schedule(
      after: pause, room: Room.mesh.rawValue, kind: MeshEvent.retry.rawValue,
      argument: handle.rawValue)
  }

  /// Issues a call whose pause is over, unless its time ran out meanwhile.
  mutating func resume(_ handle: Handle<Call>, in simulation: inout Simulation) {
    guard calls.contains(handle) else { return }
    guard !calls[handle].flags.contains(.proxied) else {
      endDelay(handle, in: &simulation)
      return
    }
    calls[handle].flags.subtract([.local, .lost])
    calls[handle].issuedAt = simulation.now
    reissue(handle, in: &simulation)
  }

  /// Makes a further attempt: the proxy's own goes on its way, the caller's comes to the proxy as a
  /// new call.
  private mutating func reissue(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let traits = routes[Int(calls[handle].route)].traits
    if traits.contains(.ruled), !traits.contains(.retriedByProxy) {
      obeyProxy(handle, in: &simulation)
    } else {
      issue(handle, in: &simulation)
    }
  }

  /// Refuses a call that reached a pod where nothing listens: the client learns it after the way
  /// back.
  package mutating func refuse(_ handle: Handle<Call>, in simulation: inout Simulation) {
    calls[handle].flags.insert(.refused)
    respond(handle, failed: true, in: &simulation)
  }

  /// Loses a call whose server fell silent: no answer will come, the client waits for its timeout.
  package mutating func lose(_ handle: Handle<Call>) {
    if calls[handle].flags.contains(.abandoned) {
      calls.remove(handle)
    } else {
      calls[handle].flags.insert(.lost)
    }
  }

  /// Sends the first byte of a streamed response ahead of the rest.
  package mutating func sendFirstByte(of handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    guard !call.flags.contains(.abandoned), call.firstByteAfterMicroseconds == 0 else { return }
    let index = call.serverIndex
    guard !network.isCut(from: index, to: Int(call.client)) else { return }
    let arrival = simulation.now + way(call, network.places[index], CallPurpose.firstByteLeg)
    let after = (arrival - call.issuedAt).nanoseconds / 1_000 + 1
    calls[handle].firstByteAfterMicroseconds = UInt32(clamping: after)
    simulation.schedule(
      at: firstByteArrival(calls[handle]), room: call.owner, kind: CallNotice.firstByte,
      argument: handle.rawValue)
  }

  /// When the first byte of a response reaches the client.
  @inline(always)
  func firstByteArrival(_ call: Call) -> SimTime {
    call.issuedAt + SimDuration.microseconds(Int64(call.firstByteAfterMicroseconds))
  }
}
