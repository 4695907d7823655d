package import Cluster
public import SimulationKernel

/// The wire between pods: which pod a call goes to, how long its messages travel, when its client
/// gives up or tries again, and which messages a cut network or a policy stops.
///
/// A call is one record (`Call`). `call` picks a pod and schedules the call's arrival at the
/// software in it. That software answers with `respond`, which schedules the response to the room
/// that made the call. That room then calls `receive`, which says what became of the call.
///
/// Timeouts are class timers: all calls along routes of one timeout share one armed event. The time
/// that is left for a later attempt varies, so it is kept in a timing wheel (`AttemptLimits`).
public struct Mesh: ~Copyable {
  private let inPlace = InPlace()
  /// Every call that its client or its server has not finished with.
  public var calls = Slab<Call>(capacity: 4_096)

  /// How many calls are under way.
  package var crowd: Int { calls.count }
  @usableFromInline var routes = Table<Route>()
  /// The shares of routes whose calls are split among several destinations.
  @usableFromInline var splits = Table<RouteSplit>()
  /// The subsets of services that calls are routed to.
  ///
  /// Their upstreams are numbered after the services' own.
  var subsets: [(spec: ServiceSubset, upstream: Int)] = []
  @usableFromInline var timers = TimerClasses()
  var attempts = AttemptLimits()
  @usableFromInline var balancer: Balancer
  /// What the proxy of each client knows of upstreams that have connection limits or outlier
  /// detection.
  var proxyViews = ProxyViews()
  @usableFromInline var network: Network
  @usableFromInline var laws: SamplerBank
  /// The one-way latency between users and the edge, per route.
  @usableFromInline var edgeLegs = Table<Sampler>()
  /// The sizes of messages, per route.
  var sizes = Table<MessageSizes>()
  /// What clients' proxies do with a call before it is routed, per route.
  var proxyRules = Table<ProxyRule>()
  /// When proxies of nginx pass a request on to another pod, per route.
  var nextUpstreams = Table<NextUpstream>()
  /// What clients' proxies answered by themselves so far.
  package internal(set) var answersOfProxies: [ProxyAnswerCount] = []
  @usableFromInline var counters = Table<ServiceCounters>()
  @usableFromInline var durations: HistogramBank
  /// A message that takes no time and so has arrived; `World` takes it while `holdsArrival`.
  @usableFromInline var arrival = Notice(
    time: .zero, sequence: 0, room: 0, kind: 0, argument: 0)
  @usableFromInline var holdsArrival = false
  @usableFromInline var handsOver = false
  @usableFromInline var firewall = Firewall()
  /// The gates that follow the ports of services, by service.
  var followedGates: [FollowedGates] = []
  @usableFromInline var names = NameService()
  /// The latency of a name server outside.
  var outsideResolverLatency = Sampler.zero
  /// Settings of Services that change which pod is picked (affinity, local policies, hints), by
  /// service.
  var serviceChoices: [ServiceChoice] = []
  var affinity = Affinity()
  /// The workload of each pod, by the pod's index.
  var workloadOfPod: [Int32] = []
  var traces = TraceLog()
  private var cutCount = 0
  /// How often something changed that decides which pods can exchange packets: the places of pods,
  /// cuts and policies.
  ///
  /// Stores compare the number to know when to ask again.
  package internal(set) var reachChanges: UInt64 = 0
  /// Core time that one call costs in each sidecar it passes.
  let proxyWork: SimDuration
  /// The core time under way of each pod's sidecar, by the pod's index.
  var proxyJobs = Table<ProxyJob>()
  /// By service: whether its clients learn of its pods from istiod rather than from kube-proxy.
  let isMeshed: [Bool]
  /// How often clients learned that the pods of a service had changed.
  package internal(set) var endpointChangeCount: UInt64 = 0

  /// Makes a wire over a network, with one balancer per service in the cluster's numbering.
  package init(
    network: consuming Network, laws: consuming SamplerBank,
    services: [(balancer: BalancerSpec, isMeshed: Bool)], proxyWork: SimDuration = .zero
  ) {
    self.network = network
    self.proxyWork = proxyWork
    self.laws = laws
    balancer = Balancer()
    isMeshed = services.map(\.isMeshed)
    durations = HistogramBank(count: services.count)
    for service in services {
      addUpstream(service.balancer)
      counters.append(ServiceCounters())
    }
  }

  /// Compiles a law of the network into the wire's own tables.
  package mutating func compile(_ law: Distribution) -> Sampler { laws.compile(law) }

  /// Attaches a pod that starts to the network: its node and zone, and the room whose software
  /// answers in it.
  package mutating func attach(_ pod: PodHandle, in cluster: borrowing Cluster, room: Room) {
    let node = Int(cluster.pods[pod].node)
    precondition(node >= 0, "a pod that starts stands on a node")
    let zone = max(0, cluster.nodes[node].zone)
    if cluster.nodes[node].zone < 0 { network.noteZoneless(UInt16(node)) }
    let isRestart =
      pod.index < network.places.count && network.places[pod.index].pod == pod.rawValue
    network.attach(
      pod.index,
      at: Place(
        pod: pod.rawValue, node: UInt16(node), zone: UInt8(zone), room: room.rawValue,
        proxies: cluster.hasProxy(pod) ? 1 : 0))
    while workloadOfPod.count <= pod.index { workloadOfPod.append(-1) }
    workloadOfPod[pod.index] = cluster.pods[pod].workload
    reachChanges += 1
    classify(pod, in: cluster)
    learnResolver(of: pod, in: cluster)
    proxyJobs.resize(to: pod.index + 1, filling: ProxyJob())
    if !isRestart { proxyJobs[pod.index] = ProxyJob() }
    guard !isRestart else {
      balancer.clientLoads.closeIdleConnections(of: UInt32(pod.index))
      return
    }
    balancer.startCounting(pod.index)
    affinity.forget(client: UInt32(pod.index))
    proxyViews.forgetPods(of: pod.index)
  }

  /// Whether the node of a pod, given by its raw handle, is without power, so that nothing there
  /// answers or refuses.
  package func isSilent(_ server: UInt32, in cluster: borrowing Cluster) -> Bool {
    let place = network.places[PodHandle(rawValue: server).index]
    return place.pod == server && !cluster.nodes[Int(place.node)].isUp
  }

  /// Cuts the network from one side to another; returns the cut's number.
  package mutating func cut(from source: NetworkCut.Side, to target: NetworkCut.Side) -> Int {
    cutCount += 1
    reachChanges += 1
    network.cuts.append(NetworkCut(from: source, to: target, number: cutCount))
    network.hasCuts = true
    network.isGuarded = true
    return cutCount
  }

  /// Mends a cut.
  package mutating func mendCut(_ number: Int) {
    reachChanges += 1
    network.cuts.removeAll { $0.number == number }
    network.hasCuts = !network.cuts.isEmpty
    network.isGuarded = network.hasCuts || firewall.isActive
  }

  /// Handles one of the wire's own events.
  package mutating func handle(
    _ notice: Notice, in simulation: inout Simulation, cluster: inout Cluster
  ) {
    if notice.kind == CallNotice.response {
      takeAnswer(Handle(rawValue: notice.argument), in: &simulation)
      return
    }
    if let serviceNotice = ServiceNotice(rawValue: notice.kind) {
      let service = Int(notice.argument)
      let isPush = serviceNotice == .endpointsPushed
      if isPush == isMeshed[service] {
        endpointsChanged(of: service, in: &simulation, from: cluster)
      }
      return
    }
    if let podNotice = PodNotice(rawValue: notice.kind) {
      learnNodeCache(
        podNotice, of: Handle(rawValue: notice.argument), in: cluster, at: simulation.now)
      return
    }
    switch PolicyNotice(rawValue: notice.kind) {
    case .rulesChanged: return learnNetworkPolicies(of: cluster)
    case .podRelabelled: return learnLabels(of: Handle(rawValue: notice.argument), in: cluster)
    case nil: break
    }
    switch MeshEvent(rawValue: notice.kind) {
    case .timeout: expire(Int(notice.argument), in: &simulation)
    case .limitReached: expireLimits(in: &simulation)
    case .addressesExpired: adoptEndpoints(of: Int(notice.argument), from: cluster)
    case .connectTimeout: giveUpConnecting(Handle(rawValue: notice.argument), in: &simulation)
    case .nameFetched: endRound(of: Handle(rawValue: notice.argument), in: &simulation)
    case .heldCallDue: resume(Handle(rawValue: notice.argument), in: &simulation)
    case .proxiesPay: payProxies(turn: Int(notice.argument), in: &simulation, &cluster)
    case .proxyComputed: finishProxy(Int(notice.argument), in: &simulation, &cluster)
    case nil: preconditionFailure("the wire knows every kind of event it is sent")
    }
  }
}
