public import Cluster
public import SimulationKernel

/// The pods of every upstream and how many calls are open to each pod.
public struct Balancer: ~Copyable {
  private let inPlace = InPlace()
  @usableFromInline var upstreams = Table<Upstream>()
  /// The raw pod handles of all upstreams' members, one block for each upstream.
  @usableFromInline var members = Table<UInt32>()
  /// Calls open to each pod, by pod index.
  @usableFromInline var active = Table<Int32>()
  /// Calls and connections open from each client pod to each pod, whichever service they were
  /// made for.
  @usableFromInline var clientLoads = ClientLoads()
  /// The pods among which a client chooses whose proxy has ejected others, by raw handle.
  private var candidates = Table<UInt32>()

  /// Makes a balancer without upstreams.
  package init() {}

  /// Adds an upstream; upstreams are numbered in this order, services first.
  package mutating func addUpstream(_ spec: BalancerSpec) { upstreams.append(Upstream(spec)) }

  /// Sets the pods that clients of an upstream know.
  package mutating func setMembers(_ pods: [UInt32], of upstream: Int) {
    if pods.count > Int(upstreams[upstream].capacity) {
      upstreams[upstream].first = UInt32(members.count)
      upstreams[upstream].capacity = UInt32(max(4, pods.count * 2))
      members.resize(
        to: members.count + Int(upstreams[upstream].capacity), filling: UInt32.max)
    }
    for (offset, pod) in pods.enumerated() {
      members[Int(upstreams[upstream].first) + offset] = pod
    }
    upstreams[upstream].count = UInt32(pods.count)
  }

  /// Sets whether settings of a Service change the choice.
  mutating func setNeedsDetail(_ needsDetail: Bool, of upstream: Int) {
    upstreams[upstream].needsDetail = needsDetail
  }

  /// The pods that clients of an upstream know, by raw handle.
  func members(of upstream: Int) -> [UInt32] {
    let first = Int(upstreams[upstream].first)
    return (first..<first + Int(upstreams[upstream].count)).map { members[$0] }
  }

  /// How many pods clients of an upstream know.
  func memberCount(of upstream: Int) -> Int { Int(upstreams[upstream].count) }

  /// A pod that clients of an upstream know, by its index among them.
  func member(_ index: Int, of upstream: Int) -> UInt32 {
    members[Int(upstreams[upstream].first) + index]
  }

  /// Empties the list of candidates for the next choice.
  mutating func forgetCandidates() { candidates.removeAll() }

  /// Adds a pod to the candidates.
  mutating func addCandidate(_ pod: UInt32) { candidates.append(pod) }

  /// Picks one of the candidates by the upstream's rule of choice; nil when there is none.
  mutating func pickCandidate(_ upstream: Int, client: UInt32, bits: UInt64) -> UInt32? {
    guard candidates.count > 0 else { return nil }
    let state = upstreams[upstream]
    if state.takesTurns {
      upstreams[upstream].cursor = (state.cursor &+ 1) % state.count
      return candidates[Int(state.cursor) % candidates.count]
    }
    var best = candidates[bits.upperIndex(below: candidates.count)]
    let other = bits.lowerIndex(below: candidates.count)
    guard state.choosesOfTwo || state.scansAll else { return best }
    for index in state.scansAll ? 0..<candidates.count : other..<other + 1
    where load(of: candidates[index], seenBy: client, state)
      < load(of: best, seenBy: client, state)
    {
      best = candidates[index]
    }
    return best
  }

  /// Makes room for the counts of a pod that starts and sets them to zero.
  package mutating func startCounting(_ pod: Int) {
    active.resize(to: pod + 1, filling: 0)
    active[pod] = 0
    clientLoads.forget(client: UInt32(pod))
  }

  /// Calls that a client sees open to a pod.
  @inlinable @inline(always)
  func load(of pod: UInt32, seenBy client: UInt32, _ state: Upstream) -> Int32 {
    guard state.countsByClient, client != Network.outside else {
      return active[PodHandle(rawValue: pod).index]
    }
    return clientLoads.load(from: client, to: pod)
  }

  /// Picks a pod of an upstream by 64 uniform bits, or nil when clients know none.
  @inlinable @inline(always)
  public mutating func pick(
    _ upstream: Int, client: UInt32, bits: @autoclosure () -> UInt64
  ) -> UInt32? {
    let count = upstreams[upstream].count
    let first = Int(upstreams[upstream].first)
    guard count > 1 else { return count == 0 ? nil : members[first] }
    let bits = bits()
    let one = bits.upperIndex(below: Int(count))
    if upstreams[upstream].choosesOfTwo {
      return lessLoaded(upstream, one, bits, client: client)
    }
    let state = upstreams[upstream]
    if state.keepsConnections {
      return connected(state, client: client, bits: bits, one)
    }
    if state.scansAll { return leastLoaded(state, startingAt: one, client: client) }
    guard state.takesTurns else { return members[first &+ one] }
    upstreams[upstream].cursor = (state.cursor &+ 1) % state.count
    return members[first &+ Int(state.cursor % state.count)]
  }

  /// Of two random pods, the less loaded one; the second only if it is strictly less loaded (Envoy,
  /// source/extensions/load_balancing_policies/least_request).
  @inlinable @inline(always)
  func lessLoaded(_ upstream: Int, _ one: Int, _ bits: UInt64, client: UInt32) -> UInt32 {
    let first = Int(upstreams[upstream].first)
    let count = Int(upstreams[upstream].count)
    var other: Int
    if upstreams[upstream].drawsWithReplacement {
      other = bits.lowerIndex(below: count)
    } else {
      other = bits.lowerIndex(below: count &- 1)
      if other >= one { other &+= 1 }
    }
    let a = members[first &+ one]
    let b = members[first &+ other]
    guard upstreams[upstream].countsByClient, client != Network.outside else {
      return active[PodHandle(rawValue: b).index] < active[PodHandle(rawValue: a).index] ? b : a
    }
    return clientLoads.load(from: client, to: b) < clientLoads.load(from: client, to: a) ? b : a
  }

  /// The least loaded member; the scan starts at a random one, so that ties are broken evenly.
  @usableFromInline
  func leastLoaded(_ state: Upstream, startingAt start: Int, client: UInt32) -> UInt32 {
    var best = members[Int(state.first) + start]
    var leastLoad = load(of: best, seenBy: client, state)
    for step in 1..<Int(state.count) {
      let member = members[Int(state.first) + (start + step) % Int(state.count)]
      let load = load(of: member, seenBy: client, state)
      if load < leastLoad { (best, leastLoad) = (member, load) }
    }
    return best
  }

  /// Counts a call to a pod, by raw handle, that opens (1) or closes (-1).
  @inlinable @inline(always)
  public mutating func count(_ step: Int32, of upstream: Int, client: UInt32, pod: UInt32) {
    active[PodHandle(rawValue: pod).index] &+= step
    guard upstreams[upstream].countsByClient, client != Network.outside else { return }
    clientLoads.add(step, from: client, to: pod)
    if step < 0, upstreams[upstream].keepsConnections { trim(from: client, to: pod) }
  }
}
