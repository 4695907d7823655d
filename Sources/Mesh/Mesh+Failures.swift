import Cluster
public import SimulationKernel

/// Calls that find no pod, time out, are retried, refused or lost.
extension Mesh {
  /// Fails a call for which no pod is known, on its client's side.
  ///
  /// A pod hears of it at once (Envoy: 503 UH; kube-proxy: connection refused), users outside after
  /// the way to the edge and back.
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
    if !lookUpInVain(handle, in: &simulation) { refuseAtClient(handle, in: &simulation) }
  }

  /// Fails a call for which no pod is known.
  mutating func refuseAtClient(_ handle: Handle<Call>, in simulation: inout Simulation) {
    // Without a healthy host Envoy answers by itself, before any attempt (source/common/router/
    // router.cc, sendNoHealthyUpstreamResponse).
    if !routes[Int(calls[handle].route)].traits.contains(.retriedByProxy) {
      calls[handle].flags.insert(.refused)
    }
    answerAtClient(handle, isFailure: true, in: &simulation)
  }

  /// Ends a call that was sent to no pod with an answer of its client's own side, which a pod hears
  /// at once and users outside after the way to the edge and back.
  mutating func answerAtClient(
    _ handle: Handle<Call>, isFailure: Bool, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    if call.flags.contains(.timed) { disarm(handle) }
    let heardAt = timeToHear(call, at: simulation.now)
    if call.span != .max {
      closeSpan(call.span, server: .max, failed: isFailure, at: heardAt)
    }
    calls[handle].flags.formUnion(isFailure ? [.failed, .local] : .local)
    simulation.schedule(
      at: heardAt, room: call.owner, kind: CallNotice.response, argument: handle.rawValue)
  }

  /// When a client hears an answer that its own side gives: a pod at once, users outside after the
  /// way to the edge and back.
  private func timeToHear(_ call: Call, at now: SimTime) -> SimTime {
    guard call.client == Network.outside else { return now }
    let (there, back) = (CallPurpose.requestLeg, CallPurpose.responseLeg)
    return now + way(call, .outside, there) + way(call, .outside, back)
  }

  /// Lets the clients give up on all calls of a timeout class whose timeout has passed.
  mutating func expire(_ timerClass: Int, in simulation: inout Simulation) {
    while let handle = timers[timerClass].expire(in: &calls, now: simulation.now) {
      calls[handle].flags.remove(.timed)
      guard !isStreaming(handle) else {
        arm(handle, UInt32(timerClass), in: &simulation)
        continue
      }
      abandon(handle, mayTryAgain: true, in: &simulation)
    }
    if let due = timers[timerClass].rearm(in: &calls) {
      simulation.schedule(
        at: due, room: Room.mesh.rawValue, kind: MeshEvent.timeout.rawValue,
        argument: UInt32(timerClass))
    }
  }

  /// The client stops waiting for an attempt, and tries again where its route says so.
  ///
  /// The server may still work on the attempt, so its record stays until the server answers. The
  /// client's side goes on with a new record: the next attempt, or the failure that it hears of.
  mutating func abandon(
    _ handle: Handle<Call>, mayTryAgain: Bool, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    let route = routes[Int(call.route)]
    endAbandoned(handle, in: &simulation)
    let triesAgain =
      mayTryAgain && outlastsTimeout(route) && call.attempt < route.retries
      && !isPassingOver(handle, at: simulation.now) && admitRetry(of: call, route)
    if !triesAgain { endRetries(of: call) }
    // No route allows as many attempts, so a call that is given up for good is not retried.
    let next = calls.insert(
      Call(after: call, attempt: triesAgain ? call.attempt + 1 : .max, at: simulation.now))
    if triesAgain, route.traits.contains(.limited) {
      passLimit(from: handle, to: next, route, in: &simulation)
    }
    if triesAgain, route.traits.contains(.passesOn) { passOn(handle, to: next) }
    if triesAgain { followSocket(of: call, for: next, isOpen: true, at: simulation.now) }
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
    if call.flags.contains(.timed) { disarm(handle) }
    abandon(handle, mayTryAgain: false, in: &simulation)
  }

  /// Counts the end of an attempt that its client gives up on: held back in the client's proxy,
  /// waiting for its next attempt, or sent to a pod.
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
    endAttempt(call, failed: true, at: simulation.now)
    if call.flags.contains(.lost) { closeConnection(of: call) }
    counters[Int(route.service)].timeouts &+= 1
    guard call.flags.contains(.proxied) else { return }
    let isProxysTime = route.traits.contains(.timedByProxy)
    leaveProxy(call, isProxysTime ? .gatewayError : nil, in: &simulation)
  }

  /// Whether a timeout along a route can be followed by a retry.
  ///
  /// The timeout must be that of one attempt, and where the proxy retries it must be the proxy's
  /// own: a caller's own timeout ends all attempts of its proxy.
  private func outlastsTimeout(_ route: Route) -> Bool {
    !route.timeoutSpansAttempts && route.traits.contains(.retriesTimeouts)
      && (!route.traits.contains(.retriedByProxy) || route.traits.contains(.timedByProxy))
  }

  /// Retries a failed call with a new record; returns false where the route allows no retry.
  @usableFromInline @inline(never)
  mutating func retry(_ handle: Handle<Call>, in simulation: inout Simulation) -> Bool {
    let call = calls[handle]
    let route = routes[Int(call.route)]
    let passesOn = route.traits.contains(.passesOn)
    guard call.attempt < route.retries, !isPassingOver(handle, at: simulation.now),
      passesOn ? self.passesOn(call, at: simulation.now) : repeats(call, route),
      admitRetry(of: call, route)
    else { return false }
    let next = calls.insert(Call(after: call, attempt: call.attempt + 1, at: simulation.now))
    if call.flags.contains(.timed) {
      if route.timeoutSpansAttempts {
        timers[Int(route.timerClass)].replace(handle, by: next, in: &calls)
        calls[next].flags.insert(.timed)
      } else {
        disarm(handle)
      }
    }
    if route.traits.contains(.limited) {
      passLimit(from: handle, to: next, route, in: &simulation)
    }
    if passesOn { passOn(handle, to: next) }
    followSocket(of: call, for: next, isOpen: false, at: simulation.now)
    calls.remove(handle)
    counters[Int(route.service)].retries &+= 1
    calls[next].span = spanOfAttempt(after: call, at: simulation.now)
    pauseAndIssue(next, route, in: &simulation)
    return true
  }

  /// Whether a client of a route that passes nothing on tries a failed call again.
  private func repeats(_ call: Call, _ route: Route) -> Bool {
    let isRefused = call.flags.contains(.refused)
    guard !route.retriesOnlyRefused || isRefused else { return false }
    // What a proxy answers by itself only the caller can try again.
    return !call.flags.contains(.local) || isRefused || !route.traits.contains(.retriedByProxy)
  }

  /// Issues a further attempt after the pause that the route's back-off asks for.
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
      after: pause, room: Room.mesh.rawValue, kind: MeshEvent.heldCallDue.rawValue,
      argument: handle.rawValue)
  }

  /// Lets a call go on that its client's side kept back, unless it timed out meanwhile: one whose
  /// pause before a retry is over, or whose delay in a proxy is.
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

  /// Makes a further attempt: a retry of the proxy is sent; a retry of the caller is a new call for
  /// the proxy and comes under its rules again.
  private mutating func reissue(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let traits = routes[Int(calls[handle].route)].traits
    if traits.contains(.ruled), !traits.contains(.retriedByProxy) {
      obeyProxy(handle, in: &simulation)
    } else {
      issue(handle, in: &simulation)
    }
  }

  /// Refuses a call that reached a pod where nothing listens; the client learns of it after the way
  /// back.
  package mutating func refuse(_ handle: Handle<Call>, in simulation: inout Simulation) {
    calls[handle].flags.insert(.refused)
    respond(handle, failed: true, in: &simulation)
  }

  /// Answers a call with the status 503: its pod has no room for the request.
  package mutating func answerUnavailable(
    _ handle: Handle<Call>, in simulation: inout Simulation
  ) {
    calls[handle].flags.insert(.unavailable)
    respond(handle, failed: true, in: &simulation)
  }

  /// Fails a call whose connection the end of its server's process reset.
  package mutating func reset(_ handle: Handle<Call>, in simulation: inout Simulation) {
    calls[handle].flags.insert(.reset)
    respond(handle, failed: true, in: &simulation)
  }

  /// Loses a call whose server fell silent: no answer will come, and the client waits for its
  /// timeout.
  package mutating func lose(_ handle: Handle<Call>) {
    if calls[handle].flags.contains(.abandoned) {
      calls.remove(handle)
    } else {
      calls[handle].flags.insert(.lost)
    }
  }

  /// Loses a call that came to a machine without power: nothing answers the client's SYNs, so it
  /// waits as long as Envoy or its kernel tries to connect, unless it gives up before.
  package mutating func loseUnanswered(
    _ handle: Handle<Call>, in simulation: inout Simulation
  ) {
    lose(handle)
    guard calls.contains(handle) else { return }
    stopReadTimer(of: handle)
    simulation.schedule(
      after: connectPatience(of: calls[handle]), room: Room.mesh.rawValue,
      kind: MeshEvent.connectTimeout.rawValue, argument: handle.rawValue)
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

extension Call {
  /// The record that follows an attempt: the next one, or what its client hears.
  fileprivate init(after former: Call, attempt: UInt8, at now: SimTime) {
    self.init(
      parent: former.parent, issuedAt: now, random: former.random, route: former.route,
      client: former.client, owner: former.owner, position: former.position)
    self.attempt = attempt
  }
}
