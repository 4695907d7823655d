package import SimulationKernel

/// Routes, made before the run and shared among equal ones.
extension Mesh {
  /// The service that a route leads to, by number.
  package func service(ofRoute route: Int) -> Int { Int(routes[route].service) }

  /// Number of routes.
  package var routeCount: Int { routes.count }

  /// The route of a caller's calls to an operation, as the rules of routing split and direct them.
  package mutating func route(
    to entry: Directory.Entry, from caller: Caller, in directory: Directory, policy: CallPolicy,
    edge: Sampler = .zero, messages: MessageLaws? = nil
  ) -> Int {
    let messages = messages ?? entry.messages
    let rule = directory.proxyRule(of: entry, from: caller)
    let isProxied = directory.isProxied(entry, from: caller)
    let shares = directory.shares(of: entry, from: caller).map { share in
      let subset =
        policy.nextUpstream == nil ? share.subset : share.subset ?? .turns(of: share.service)
      let route = route(
        to: share.service, operation: directory.number(of: entry, in: share.service),
        policy: policy, edge: edge, messages: messages,
        upstream: subset.map { upstream(of: $0) }, rule: rule, isProxied: isProxied)
      return (route: route, weight: share.weight)
    }
    return shares.count == 1 ? shares[0].route : split(shares)
  }

  /// The route to a service's operation under a policy; an equal one that exists is used again.
  package mutating func route(
    to service: Int, operation: Int, policy: CallPolicy, edge: Sampler = .zero,
    messages: MessageLaws = .weightless, upstream: Int? = nil, rule: ProxyRule? = nil,
    isProxied: Bool = false
  ) -> Int {
    let sizes = MessageSizes(
      request: messages.request.map { laws.compile($0) } ?? .zero,
      response: messages.response.map { laws.compile($0) } ?? .zero)
    var route = Route(
      service: UInt32(service), upstream: UInt32(upstream ?? service),
      operation: UInt32(operation), timerClass: timerClass(of: policy),
      retries: UInt8(max(0, min(policy.retries, 250))),
      timeoutSpansAttempts: policy.timeoutSpansAttempts,
      retriesOnlyRefused: policy.retriesOnlyRefused, isSized: sizes.isSized,
      backOffBase: policy.backOffBase)
    if rule != nil { route.traits.insert(.ruled) }
    if isProxied, proxyViews.isGuarded(Int(route.upstream)) { route.traits.insert(.guarded) }
    if policy.isTimedByProxy { route.traits.insert(.timedByProxy) }
    if policy.isRetriedByProxy { route.traits.insert(.retriedByProxy) }
    if policy.retriesTimeouts { route.traits.insert(.retriesTimeouts) }
    if policy.limit != nil { route.traits.insert(.limited) }
    if policy.nextUpstream != nil { route.traits.insert(.passesOn) }
    let rule = rule ?? ProxyRule()
    let next = policy.nextUpstream ?? NextUpstream()
    for index in 0..<routes.count
    where routes[index] == route && edgeLegs[index] == edge && self.sizes[index] == sizes
      && proxyRules[index] == rule && nextUpstreams[index] == next
    {
      return index
    }
    return add(route, edge, sizes, rule, next)
  }

  private mutating func add(
    _ route: Route, _ edge: Sampler, _ sizes: MessageSizes, _ rule: ProxyRule,
    _ next: NextUpstream
  ) -> Int {
    routes.append(route)
    edgeLegs.append(edge)
    self.sizes.append(sizes)
    proxyRules.append(rule)
    nextUpstreams.append(next)
    firewall.gates.append(0)
    return routes.count - 1
  }

  /// A route whose calls are split among others by weight.
  private mutating func split(_ shares: [(route: Int, weight: Int)]) -> Int {
    // Envoy knows totals up to 2^32 - 1.
    let most = Int(UInt32.max) / shares.count
    let shares = shares.map { (route: $0.route, weight: min($0.weight, most)) }
    let total = shares.reduce(0) { $0 + $1.weight }
    precondition(total > 0, "the shares of a route have a weight together")
    var head = routes[shares[0].route]
    head.traits = .split
    head.upstream = UInt32(splits.count)
    var upTo = 0
    for share in shares {
      upTo += share.weight
      splits.append(
        RouteSplit(route: UInt32(share.route), upTo: UInt32(upTo), total: UInt32(total)))
    }
    return add(
      head, edgeLegs[shares[0].route], sizes[shares[0].route], ProxyRule(), NextUpstream())
  }

  /// The upstream of a subset, the same for equal ones.
  private mutating func upstream(of subset: ServiceSubset) -> Int {
    if let known = subsets.first(where: { $0.spec == subset }) { return known.upstream }
    addUpstream(subset.balancer)
    subsets.append((spec: subset, upstream: balancer.upstreams.count - 1))
    return balancer.upstreams.count - 1
  }

  /// The timeout class of a policy; a timeout of a year or more outlasts every run and needs none.
  private mutating func timerClass(of policy: CallPolicy) -> UInt32 {
    guard policy.timeout < .seconds(365 * 86_400) else { return Route.neverTimesOut }
    let limit = policy.limit ?? .zero
    for index in 0..<timers.count
    where timers[index].length == policy.timeout && attempts.limits[index] == limit {
      return UInt32(index)
    }
    timers.add(length: policy.timeout)
    attempts.limits.append(limit)
    return UInt32(timers.count - 1)
  }
}
