import Cluster
import SimulationKernel

/// The rounds of a lookup: the queries about one name, and what follows from their answers.
///
/// All software is taken to ask as glibc does: both types and all attempts from one socket a name
/// (resolv/res_send.c `__libc_res_nsend`), so that kube-proxy's rules are asked once for them and
/// conntrack keeps them on one pod.
extension Mesh {
  /// The draws of a lookup for its sockets, by round and, above, by attempt.
  private static var socketDraw: UInt32 { 1 << 16 }

  /// Sends a round's queries to the DNS: of types A (0) and AAAA (1).
  mutating func query(
    _ lookup: Handle<NameLookup>, along route: Int, from client: UInt32, _ types: [Int],
    in simulation: inout Simulation
  ) {
    names.lookups[lookup].pending = UInt8(types.count)
    if names.lookups[lookup].cache < 0 {
      openSocket(of: lookup, along: route, attempt: 0, at: simulation.now)
    }
    let state = names.lookups[lookup]
    for type in types {
      call(
        along: route, client: client, parent: lookup.rawValue, position: UInt8(type),
        owner: Room.mesh.rawValue,
        random: state.random.call(UInt64(state.round) << 1 | UInt64(type), attempt: 0),
        pinned: state.server, under: .max, in: &simulation)
    }
  }

  /// Draws the pod to which the rules lead a new socket of a lookup.
  private mutating func openSocket(
    of lookup: Handle<NameLookup>, along route: Int, attempt: UInt8, at now: SimTime
  ) {
    let state = names.lookups[lookup]
    let (service, upstream) = (Int(routes[route].service), Int(routes[route].upstream))
    let bits = state.random.bits(UInt32(attempt) << 24 | Self.socketDraw | UInt32(state.round))
    let pod =
      balancer.upstreams[upstream].needsDetail
      ? chooseInDetail(service, client: state.client, at: now, bits: bits)
      : balancer.pick(upstream, client: state.client, bits: bits)
    names.lookups[lookup].server = pod ?? .max
    names.lookups[lookup].socket = attempt
  }

  /// Sends a query's further attempt where its lookup's socket leads.
  ///
  /// A timeout leaves the socket open, an error closes it (glibc resolv/res_send.c `send_dg`). The
  /// entry in conntrack goes when kube-proxy takes its endpoint out (pkg/proxy/conntrack), and the
  /// next packet is led anew. A node's cache asks over connections of its own.
  mutating func followSocket(
    of call: Call, for next: Handle<Call>, isOpen: Bool, at now: SimTime
  ) {
    guard call.owner == Room.mesh.rawValue else { return }
    if !isOpen { countFailure(of: call) }
    let lookup = Handle<NameLookup>(rawValue: call.parent)
    guard names.lookups.contains(lookup), names.lookups[lookup].cache < 0 else { return }
    if isOpen { names.lookups[lookup].hasTimedOut = true }
    let (state, attempt) = (names.lookups[lookup], calls[next].attempt)
    let pods = balancer.members(of: Int(routes[Int(call.route)].upstream))
    if state.socket < attempt, !isOpen || !pods.contains(state.server) {
      openSocket(of: lookup, along: Int(call.route), attempt: attempt, at: now)
    }
    calls[next].server = names.lookups[lookup].server
  }

  /// Takes in the answer to a query.
  mutating func takeAnswer(_ handle: Handle<Call>, in simulation: inout Simulation) {
    let call = calls[handle]
    let outcome = receive(handle, in: &simulation)
    guard let raw = outcome.parent else { return }
    let lookup = Handle<NameLookup>(rawValue: raw)
    if outcome.hasFailed {
      takeFailure(of: call, lookup, now: simulation.now)
    } else {
      takeRecord(of: call, lookup, now: simulation.now)
    }
    names.lookups[lookup].pending -= 1
    let state = names.lookups[lookup]
    guard state.pending == 0 else { return }
    if case .cache = state.subject {
      names.lookups.remove(lookup)
      return
    }
    guard state.isFetched else {
      endRound(of: lookup, in: &simulation)
      return
    }
    answer(
      lookup, after: laws.duration(outsideResolverLatency, state.random.bits(UInt32(state.round))),
      in: &simulation)
  }

  /// A query was answered: the name exists or does not.
  private mutating func takeRecord(
    of call: Call, _ lookup: Handle<NameLookup>, now: SimTime
  ) {
    let state = names.lookups[lookup]
    let plan = names.plans[Int(state.plan)]
    let place = Int(state.round)
    let isLong = call.position == 1
    let (exists, isFetched) = names.count(
      plan.names[place], exists: names.exists(place, of: plan), isLong: isLong, by: call.server,
      now: now)
    if isFetched { names.lookups[lookup].isFetched = true }
    if !isLong { names.lookups[lookup].verdict = exists ? .found : .absent }
    if state.cache >= 0 {
      keepOnNode(lookup, type: Int(call.position), exists: exists, now: now)
    }
  }

  /// A query got no answer, or none that says anything; a node's cache that got none says so.
  private mutating func takeFailure(
    of call: Call, _ lookup: Handle<NameLookup>, now: SimTime
  ) {
    let isRefused = call.flags.contains(.refused)
    let isGivenUp = call.attempt == .max
    if !isGivenUp { countFailure(of: call) }
    guard call.position == 0 else { return }
    let state = names.lookups[lookup]
    guard state.cache < 0 else {
      let stale = staleOnNode(lookup, now: now)
      names.lookups[lookup].verdict = stale.map { $0 ? .found : .absent } ?? .unsure
      return
    }
    // One attempt that waited in vain outweighs a refusal (`gotsomewhere`).
    let isSilent = isGivenUp || isRefused && state.hasTimedOut
    names.lookups[lookup].verdict = isSilent ? .silent : isRefused ? .refused : .unsure
  }

  /// Takes down that a server answered a query with a failure, unless nothing answered.
  private mutating func countFailure(of call: Call) {
    if !call.flags.contains(.refused) { names.countFailure(by: call.server) }
  }

  /// A round is over: the name was found, the next one is tried, or there is no answer.
  mutating func endRound(of lookup: Handle<NameLookup>, in simulation: inout Simulation) {
    let state = names.lookups[lookup]
    let plan = names.plans[Int(state.plan)]
    if state.verdict != .found, state.verdict != .absent { names.lookups[lookup].hasFailed = true }
    guard let next = plan.next(after: Int(state.round), state.verdict) else {
      finish(lookup, in: &simulation)
      return
    }
    names.lookups[lookup].round = UInt8(next)
    names.lookups[lookup].verdict = .silent
    names.lookups[lookup].isFetched = false
    names.lookups[lookup].hasTimedOut = false
    ask(lookup, in: &simulation)
  }
}
