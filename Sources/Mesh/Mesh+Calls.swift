public import Cluster
public import SimulationKernel

/// What `receive` says of a call.
public struct CallOutcome: BitwiseCopyable, Sendable {
  /// The caller's own reference; nil where the caller has nothing to do, because the call is tried
  /// again or because nobody waits for it any more.
  public let parent: UInt32?
  /// Whether it failed.
  public let hasFailed: Bool
  /// The caller's number of this call.
  public let position: UInt8
  /// The pod that answered, as a raw handle.
  public let server: UInt32

  @inlinable @inline(always)
  init(parent: UInt32?, hasFailed: Bool, position: UInt8, server: UInt32) {
    self.parent = parent
    self.hasFailed = hasFailed
    self.position = position
    self.server = server
  }
}

/// The way of a call: issue, choice of a pod, travel, answer and response.
extension Mesh {
  /// Makes a call along a route and sends its first attempt.
  ///
  /// - Parameters:
  ///   - route: the destination and its policy.
  ///   - client: index of the calling pod, or `Network.outside`.
  ///   - parent: the caller's own reference, given back with the outcome.
  ///   - position: the caller's number of this call.
  ///   - owner: the room that gets the response.
  ///   - random: the draws of this call path.
  ///   - pinned: the pod that a session is bound to, as a raw handle; `UInt32.max` lets the
  ///     balancer pick one.
  ///   - parentSpan: the span that the call is made under; `UInt32.max` where nothing is traced.
  @inlinable @inline(always)
  public mutating func call(
    along route: Int, client: UInt32, parent: UInt32, position: UInt8, owner: UInt8,
    random: RequestRandom, pinned: UInt32 = .max, under parentSpan: UInt32,
    in simulation: inout Simulation
  ) {
    let path = routes[route]
    var call = Call(
      parent: parent, issuedAt: simulation.now, random: random,
      route: UInt32(truncatingIfNeeded: route), client: client, owner: owner, position: position)
    let isOrdinary = path.traits.isDisjoint(with: .needsDetail)
    let chosen =
      isOrdinary
      ? choose(for: call, path, pinned: pinned)
      : admitAtOnce(along: route, client: client, random, pinned: pinned)
    guard let server = chosen else {
      callInDetail(calls.insert(call), pinned: pinned, under: parentSpan, in: &simulation)
      return
    }
    if parentSpan != .max {
      call.span = openSpan(along: call.route, under: parentSpan, at: simulation.now)
    }
    call.server = server
    if !isOrdinary { call.flags.insert(.proxied) }
    if path.isSized { call.flags.insert(.sized) }
    let handle: Handle<Call>
    if path.timerClass != Route.neverTimesOut {
      call.flags.insert(.timed)
      call.deadline = call.issuedAt + timers[Int(path.timerClass)].length
      handle = calls.insert(call)
      arm(handle, path.timerClass, until: call.deadline, in: &simulation)
    } else {
      handle = calls.insert(call)
    }
    send(handle, call, in: &simulation)
  }

  /// Sends an attempt that `call` did not send itself: a retry, or a call that its proxy had to
  /// judge first.
  @usableFromInline @inline(never)
  mutating func issue(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let path = routes[Int(call.route)]
    guard !path.traits.contains(.guarded) else {
      issueGuarded(handle, in: &simulation)
      return
    }
    guard let server = choose(for: call, path, pinned: call.server) else {
      failWithoutEndpoint(handle, Int(path.service), in: &simulation)
      return
    }
    depart(handle, to: server, path, in: &simulation)
  }

  /// Sends an attempt to the pod that was chosen for it and arms its timeout.
  mutating func depart(
    _ handle: Handle<Call>, to server: UInt32, _ path: Route, in simulation: inout Simulation
  ) {
    calls[handle].server = server
    if path.traits.contains(.limited) {
      limitAttempt(handle, path, in: &simulation)
    } else if !calls[handle].flags.contains(.timed), path.timerClass != Route.neverTimesOut {
      arm(handle, path.timerClass, in: &simulation)
    }
    if path.isSized { calls[handle].flags.insert(.sized) }
    let issued = calls[handle]
    send(handle, issued, in: &simulation)
  }

  /// Picks the pod that is to answer and counts the call as open to it; nil where there is none.
  @inlinable @inline(always)
  mutating func choose(for call: Call, _ path: Route, pinned: UInt32) -> UInt32? {
    let service = Int(path.service)
    let upstream = Int(path.upstream)
    counters[service].inFlight &+= 1
    let chosen: UInt32?
    if pinned != .max {
      chosen = pinned
    } else if balancer.upstreams[upstream].needsDetail {
      chosen = chooseInDetail(
        service, client: call.client, at: call.issuedAt,
        bits: call.random.bits(call.purpose(CallPurpose.balancing)))
    } else {
      chosen = balancer.pick(
        upstream, client: call.client,
        bits: call.random.bits(call.purpose(CallPurpose.balancing)))
    }
    guard let server = chosen else { return nil }
    balancer.count(1, of: upstream, client: call.client, pod: server)
    return server
  }

  /// Arms a call's timeout, from now, in the class of its route.
  mutating func arm(
    _ handle: Handle<Call>, _ timerClass: UInt32, in simulation: inout Simulation
  ) {
    let deadline = simulation.now + timers[Int(timerClass)].length
    calls[handle].flags.insert(.timed)
    calls[handle].deadline = deadline
    arm(handle, timerClass, until: deadline, in: &simulation)
  }

  /// Arms the timeout of a call that holds its deadline, in the class of its route.
  @inlinable @inline(always)
  mutating func arm(
    _ handle: Handle<Call>, _ timerClass: UInt32, until deadline: SimTime,
    in simulation: inout Simulation
  ) {
    if timers[Int(timerClass)].arm(handle, until: deadline, in: &calls) {
      simulation.schedule(
        at: deadline, room: Room.mesh.rawValue, kind: MeshEvent.timeout.rawValue,
        argument: timerClass)
    }
  }

  /// Lets a request travel to its pod, after the lookup of the service's name where its client has
  /// to open a connection.
  @inlinable @inline(always)
  mutating func send(_ handle: Handle<Call>, _ call: Call, in simulation: inout Simulation) {
    network.countPass(from: call.client, to: call.serverIndex)
    if names.isActive, takeConnection(for: call), beginLookup(for: handle, in: &simulation) {
      return
    }
    dispatch(handle, call, in: &simulation)
  }

  /// Lets a request travel whose server's address is known, unless a cut or a policy stops it.
  @inlinable @inline(always)
  mutating func dispatch(_ handle: Handle<Call>, _ call: Call, in simulation: inout Simulation) {
    let index = call.serverIndex
    if network.isGuarded, !isPlainlyOpen(call, to: index),
      stopDenied(handle, to: index, in: &simulation)
    {
      return
    }
    let place = network.places[index]
    var leg = way(call, place, CallPurpose.requestLeg)
    if call.flags.contains(.sized) {
      leg = carry(handle, isRequest: true, way: leg, at: simulation.now)
    }
    post(
      CallNotice.arrive, about: handle, to: place.room, at: simulation.now + leg, in: &simulation)
  }

  /// Whether a cut stops messages from one pod to another.
  ///
  /// Not inlined and so mutating: a borrowed room would be copied for the call.
  @usableFromInline @inline(never)
  mutating func isCut(from sender: Int, to receiver: Int) -> Bool {
    network.isCut(from: sender, to: receiver)
  }

  /// The one-way latency of a message between a call's client and its server, the delay in sidecars
  /// included.
  ///
  /// - Parameter purpose: the leg, as a `CallPurpose`.
  @inlinable @inline(always)
  func way(_ call: Call, _ server: Place, _ purpose: UInt32) -> SimDuration {
    let isOutside = call.client == Network.outside
    let client = isOutside ? Place.outside : network.places[Int(call.client)]
    let law =
      isOutside ? edgeLegs[Int(call.route)] : network.leg(from: client, to: server)
    let length =
      law.isZero ? .zero : laws.duration(law, call.random.bits(call.purpose(purpose)))
    let proxies = client.proxies &+ server.proxies
    guard proxies != 0 else { return length }
    return length
      + laws.duration(
        network.proxyDelays[Int(proxies)],
        call.random.bits(call.purpose(CallPurpose.proxies &+ purpose)))
  }

  /// The operation that a call asks for, in the answering software's numbering.
  @inlinable @inline(always)
  public func operation(of handle: Handle<Call>) -> Int {
    Int(routes[Int(calls[handle].route)].operation)
  }

  /// Answers a call: its response leaves the server now.
  @inlinable @inline(always)
  public mutating func respond(
    _ handle: Handle<Call>, failed: Bool, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    guard !failed, !call.flags.contains(.abandoned),
      call.firstByteAfterMicroseconds == 0, !network.hasCuts
    else {
      respondInDetail(handle, failed: failed, in: &simulation)
      return
    }
    let place = network.places[call.serverIndex]
    var leg = way(call, place, CallPurpose.responseLeg)
    if call.flags.contains(.sized) {
      leg = carry(handle, isRequest: false, way: leg, at: simulation.now)
    }
    post(
      CallNotice.response, about: handle, to: call.owner, at: simulation.now + leg, in: &simulation)
  }

  /// The rarer cases of `respond`: the caller gave up, the call failed, the response was streamed,
  /// or the network is cut somewhere.
  @usableFromInline @inline(never)
  mutating func respondInDetail(
    _ handle: Handle<Call>, failed: Bool, in simulation: inout Simulation
  ) {
    let call = calls[handle]
    if call.flags.contains(.abandoned) {
      calls.remove(handle)
      return
    }
    if failed { calls[handle].flags.insert(.failed) }
    guard !isCut(from: call.serverIndex, to: Int(call.client)) else {
      calls[handle].flags.insert(.lost)
      return
    }
    let place = network.places[call.serverIndex]
    var leg = way(call, place, CallPurpose.responseLeg)
    if call.flags.contains(.sized) {
      leg = carry(handle, isRequest: false, way: leg, at: simulation.now)
    }
    var arrival = simulation.now + leg
    if call.firstByteAfterMicroseconds != 0 { arrival = max(arrival, firstByteArrival(call)) }
    post(CallNotice.response, about: handle, to: call.owner, at: arrival, in: &simulation)
  }

  /// Takes in a response for the room that made the call: counts the attempt, retries it where the
  /// route says so, and returns what became of the call.
  @inlinable @inline(always)
  public mutating func receive(_ handle: Handle<Call>, in simulation: inout Simulation)
    -> CallOutcome
  {
    let call = calls[handle]
    guard call.flags.isDisjoint(with: .needsDetail) || leaveAtOnce(handle) else {
      return receiveInDetail(handle, in: &simulation)
    }
    endAttempt(call, failed: false, at: simulation.now)
    return close(handle, call, hasFailed: false)
  }

  /// The rarer cases of `receive`: the caller gave up, the call failed, or a proxy counts it.
  @usableFromInline @inline(never)
  mutating func receiveInDetail(_ handle: Handle<Call>, in simulation: inout Simulation)
    -> CallOutcome
  {
    let call = calls[handle]
    if call.flags.contains(.abandoned) {
      calls.remove(handle)
      return CallOutcome(parent: nil, hasFailed: true, position: 0, server: .max)
    }
    let failed = call.flags.contains(.failed)
    if !call.flags.contains(.local) {
      endAttempt(call, failed: failed, at: simulation.now)
      if call.flags.contains(.refused) { closeConnection(of: call) }
    }
    if call.flags.contains(.proxied) {
      let isOwnError = call.flags.isDisjoint(with: [.refused, .unavailable, .reset])
      leaveProxy(
        call, failed ? isOwnError ? .error : .gatewayError : .success, in: &simulation)
    }
    if failed, retry(handle, in: &simulation) {
      return CallOutcome(parent: nil, hasFailed: true, position: 0, server: .max)
    }
    if call.attempt != .max { endRetries(of: call) }
    return close(handle, call, hasFailed: failed)
  }

  /// Frees a call's record, and with it its timer; only the wheel has to be told.
  @inlinable @inline(always)
  mutating func close(_ handle: Handle<Call>, _ call: Call, hasFailed: Bool) -> CallOutcome {
    if call.attempt != 0, call.flags.contains(.timed) { disarm(handle) }
    calls.remove(handle)
    return CallOutcome(
      parent: call.parent, hasFailed: hasFailed, position: call.position, server: call.server)
  }

  /// Takes a call's timeout back, whether it waits in the wheel or in a timer class.
  @usableFromInline @inline(never)
  mutating func disarm(_ handle: Handle<Call>) {
    let call = calls[handle]
    calls[handle].flags.remove(.timed)
    if routes[Int(call.route)].traits.contains(.limited), call.attempt > 0,
      call.deadline == attempts.end(of: handle)
    {
      attempts.wheel.disarm(call, in: &calls)
    }
    calls[handle].deadline = .infinity
  }

  /// Ends an attempt on its client's side: counts it, closes its span, and tells the balancer that
  /// one call less is open to the pod.
  @inlinable @inline(always)
  mutating func endAttempt(_ call: Call, failed: Bool, at now: SimTime) {
    let path = routes[Int(call.route)]
    let service = Int(path.service)
    let duration = now - call.issuedAt
    counters[service].end(duration, failed: failed)
    durations.record(duration, in: service)
    if call.span != .max {
      closeSpan(call.span, server: call.server, failed: failed, at: now)
    }
    if names.isActive { freeConnection(of: call) }
    if network.places[call.serverIndex].pod == call.server {
      balancer.count(-1, of: Int(path.upstream), client: call.client, pod: call.server)
    }
  }
}
