public import Cluster
public import SimulationKernel

/// What became of a call whose response was received.
public struct CallOutcome: BitwiseCopyable, Sendable {
  /// The caller's own reference, or nil while the call goes on (it is tried again) or when nobody
  /// waits for it any more.
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

extension Mesh {
  /// Calls along a route.
  ///
  /// - Parameters:
  ///   - route: the destination and its policy.
  ///   - client: index of the calling pod, or `Network.outside`.
  ///   - parent: the caller's own reference, given back with the outcome.
  ///   - position: the caller's number of this call.
  ///   - owner: the room that gets the response.
  ///   - random: the draws of this call path.
  ///   - pinned: the pod that a session is bound to, as a raw handle.
  @inlinable @inline(always)
  public mutating func call(
    along route: Int, client: UInt32, parent: UInt32, position: UInt8, owner: UInt8,
    random: RequestRandom, pinned: UInt32 = .max, in simulation: inout Simulation
  ) {
    var call = Call(
      parent: parent, issuedAt: simulation.now, random: random,
      route: UInt32(truncatingIfNeeded: route), client: client, owner: owner, position: position)
    call.server = pinned
    let handle = calls.insert(call)
    issue(handle, in: &simulation)
  }

  /// Picks a pod, sends the request on its way and arms the timeout.
  @inlinable @inline(always)
  mutating func issue(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let route = routes[Int(call.route)]
    let service = Int(route.service)
    let bits = call.random.bits(call.purpose(CallPurpose.balancing))
    let chosen =
      call.server != .max
      ? call.server : balancer.pick(service, client: call.client, bits: bits)
    counters[service].inFlight &+= 1
    guard let server = chosen else {
      failWithoutEndpoint(handle, service, in: &simulation)
      return
    }
    calls[handle].server = server
    let index = Int(server & 0xff_ffff)
    balancer.count(1, of: service, client: call.client, pod: index)
    if !call.flags.contains(.timed) { arm(handle, route.timerClass, in: &simulation) }
    network.countPass(from: call.client, to: index)
    guard !network.isCut(from: Int(call.client), to: index) else {
      calls[handle].flags.insert(.lost)
      return
    }
    var leg = way(call, index, CallPurpose.requestLeg)
    if route.isSized {
      calls[handle].flags.insert(.sized)
      leg = carry(calls[handle], isRequest: true, way: leg, at: simulation.now)
    }
    simulation.schedule(
      at: simulation.now + leg, room: network.places[index].room, kind: CallNotice.arrive,
      argument: handle.rawValue)
  }

  @inlinable @inline(always)
  mutating func arm(
    _ handle: Handle<Call>, _ timerClass: UInt32, in simulation: inout Simulation
  ) {
    calls[handle].flags.insert(.timed)
    if let due = timers[Int(timerClass)].arm(handle, in: &calls, now: simulation.now) {
      simulation.schedule(
        at: due, room: Room.mesh.rawValue, kind: MeshEvent.timeout.rawValue, argument: timerClass)
    }
  }

  /// The time that a message between a call's client and its server takes, one way.
  @inlinable @inline(always)
  func way(_ call: Call, _ server: Int, _ purpose: UInt32) -> SimDuration {
    let law =
      call.client == Network.outside
      ? edgeLegs[Int(call.route)] : network.leg(from: call.client, to: server)
    let length =
      law.isZero ? .zero : laws.duration(law, call.random.bits(call.purpose(purpose)))
    let delay = network.proxyDelay(from: call.client, to: server)
    guard !delay.isZero else { return length }
    return length
      + laws.duration(delay, call.random.bits(call.purpose(CallPurpose.proxies &+ purpose)))
  }

  /// What is asked of the answering software.
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
    if call.flags.contains(.abandoned) {
      calls.remove(handle)
      return
    }
    if failed { calls[handle].flags.insert(.failed) }
    let index = Int(call.server & 0xff_ffff)
    guard !network.isCut(from: index, to: Int(call.client)) else {
      calls[handle].flags.insert(.lost)
      return
    }
    var leg = way(call, index, CallPurpose.responseLeg)
    if call.flags.contains(.sized) {
      leg = carry(call, isRequest: false, way: leg, at: simulation.now)
    }
    var arrival = simulation.now + leg
    if call.firstByteAfterMicroseconds != 0 { arrival = max(arrival, firstByteArrival(call)) }
    simulation.schedule(
      at: arrival, room: call.owner, kind: CallNotice.response, argument: handle.rawValue)
  }

  /// Takes in a response: settles the attempt, tries again where the route says so, and tells the
  /// caller what became of its call.
  @inlinable @inline(always)
  public mutating func receive(_ handle: Handle<Call>, in simulation: inout Simulation)
    -> CallOutcome
  {
    let call = calls[handle]
    if call.flags.contains(.abandoned) {
      calls.remove(handle)
      return CallOutcome(parent: nil, hasFailed: true, position: 0, server: .max)
    }
    let failed = call.flags.contains(.failed)
    if !call.flags.contains(.local) { settle(handle, failed: failed, in: &simulation) }
    if failed, !call.flags.contains(.final), retries(handle, in: &simulation) {
      return CallOutcome(parent: nil, hasFailed: true, position: 0, server: .max)
    }
    if call.flags.contains(.timed), !call.flags.contains(.local) { disarm(handle) }
    calls.remove(handle)
    return CallOutcome(
      parent: call.parent, hasFailed: failed, position: call.position, server: call.server)
  }

  @inlinable @inline(always)
  mutating func disarm(_ handle: Handle<Call>) {
    let timerClass = Int(routes[Int(calls[handle].route)].timerClass)
    timers[timerClass].disarm(handle, in: &calls)
    calls[handle].flags.remove(.timed)
  }

  /// Ends an attempt on the client's side: counts it and frees its place in the balancer's view.
  @inlinable @inline(always)
  mutating func settle(_ handle: Handle<Call>, failed: Bool, in simulation: inout Simulation) {
    let call = calls[handle]
    let service = Int(routes[Int(call.route)].service)
    let duration = simulation.now - call.issuedAt
    counters[service].requests &+= 1
    counters[service].errors &+= failed ? 1 : 0
    counters[service].durationSum += duration
    counters[service].inFlight &-= 1
    durations.record(duration, in: service)
    let index = Int(call.server & 0xff_ffff)
    if network.places[index].pod == call.server {
      balancer.count(-1, of: service, client: call.client, pod: index)
    }
  }
}
