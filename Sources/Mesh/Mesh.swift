package import Cluster
public import SimulationKernel

/// The wire between pods: who is called, how long the way takes, when a client gives up or tries
/// again, and what a cut network swallows.
///
/// A call is one record. Issuing it schedules its arrival at the software of the chosen pod; that
/// software answers with `respond`, which schedules the response to the room that made the call;
/// that room then asks `receive` what became of it. Timeouts are class timers: calls along routes
/// of one timeout share one armed event; what is left for a later attempt varies and is a timing
/// wheel's.
public struct Mesh: ~Copyable {
  private let inPlace = InPlace()
  /// Every call with a side still interested in it.
  public var calls = Slab<Call>(capacity: 4_096)

  /// Calls under way.
  package var crowd: Int { calls.count }
  @usableFromInline var routes = Table<Route>()
  /// Where the calls of shared-out routes go.
  @usableFromInline var splits = Table<RouteSplit>()
  /// The parts of services that calls are routed to; their upstreams follow the services' own.
  var subsets: [(spec: ServiceSubset, upstream: Int)] = []
  @usableFromInline var timers = Table<TimerClass>()
  var attempts = AttemptLimits()
  @usableFromInline var balancer: Balancer
  /// What clients' proxies keep of the upstreams that they guard themselves against.
  var proxyViews = ProxyViews()
  @usableFromInline var network: Network
  @usableFromInline var laws: SamplerBank
  /// The one-way latency between users and the edge, per route.
  @usableFromInline var edgeLegs = Table<Sampler>()
  /// The sizes of messages, per route.
  var sizes = Table<MessageSizes>()
  /// What clients' proxies do with calls first, per route.
  var proxyRules = Table<ProxyRule>()
  /// What clients' proxies answered by themselves so far.
  package internal(set) var answersOfProxies: [ProxyAnswerCount] = []
  @usableFromInline var counters = Table<ServiceCounters>()
  @usableFromInline var durations: HistogramBank
  /// A message that has arrived already; kept for the world while `holdsArrival`.
  @usableFromInline var arrival = Notice(
    time: .zero, sequence: 0, room: 0, kind: 0, argument: 0)
  @usableFromInline var holdsArrival = false
  @usableFromInline var handsOver = false
  @usableFromInline var firewall = Firewall()
  @usableFromInline var names = NameService()
  /// The latency of a name server outside.
  var upstream = Sampler.zero
  /// What Services' own settings change of the choice of a pod, by service.
  var servicePolicies: [ServicePolicy] = []
  var affinity = Affinity()
  /// The workload of each pod, by the pod's index.
  var workloadOfPod: [Int32] = []
  var traces = TraceLog()
  private var cutCount = 0
  /// Changes of what decides which pods can exchange packets: places, cuts and policies.
  package internal(set) var reachChanges: UInt64 = 0
  /// Core time of a call in each sidecar.
  let proxyWork: SimDuration
  /// The core time under way of each pod's sidecar, by the pod's index.
  var proxyJobs = Table<ProxyJob>()
  /// Whether a service's clients learn of its pods from istiod rather than kube-proxy.
  let isMeshed: [Bool]
  /// Changes of a service's pods that clients learned of.
  package private(set) var endpointChangeCount: UInt64 = 0

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

  /// Tells where a pod stands and which room's software answers in it, when it starts.
  package mutating func place(_ pod: PodHandle, in cluster: borrowing Cluster, room: Room) {
    let node = Int(cluster.pods[pod].node)
    precondition(node >= 0, "a pod that starts stands on a node")
    let zone = max(0, cluster.nodes[node].zone)
    if cluster.nodes[node].zone < 0 { network.noteZoneless(UInt16(node)) }
    let isRestart =
      pod.index < network.places.count && network.places[pod.index].pod == pod.rawValue
    network.place(
      pod.index,
      at: Place(
        pod: pod.rawValue, node: UInt16(node), zone: UInt8(zone), room: room.rawValue,
        proxies: cluster.pods[pod].proxyCPU >= 0 ? 1 : 0))
    while workloadOfPod.count <= pod.index { workloadOfPod.append(-1) }
    workloadOfPod[pod.index] = cluster.pods[pod].workload
    reachChanges += 1
    classify(pod, in: cluster)
    learnResolver(of: pod, in: cluster)
    proxyJobs.resize(to: pod.index + 1, filling: ProxyJob())
    if !isRestart { proxyJobs[pod.index] = ProxyJob() }
    balancer.startCounting(pod.index)
    guard !isRestart else { return }
    affinity.forget(client: UInt32(pod.index))
    proxyViews.forgetPods(of: pod.index)
  }

  /// Whether a pod's node gives no sign of life, as seen by one that sends to it.
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
        hearOfEndpoints(of: service, in: &simulation, from: cluster)
      }
      return
    }
    if let podNotice = PodNotice(rawValue: notice.kind) {
      learnNodeCache(
        podNotice, of: Handle(rawValue: notice.argument), in: cluster, at: simulation.now)
      return
    }
    switch PolicyNotice(rawValue: notice.kind) {
    case .rulesChanged: return learnPolicies(of: cluster)
    case .podRelabelled: return learnLabels(of: Handle(rawValue: notice.argument), in: cluster)
    case nil: break
    }
    switch MeshEvent(rawValue: notice.kind) {
    case .timeout: expire(Int(notice.argument), in: &simulation)
    case .limitReached: expireLimits(in: &simulation)
    case .addressesExpired: learnEndpoints(of: Int(notice.argument), from: cluster)
    case .connectTimeout: giveUpConnecting(Handle(rawValue: notice.argument), in: &simulation)
    case .nameFetched: goOn(Handle(rawValue: notice.argument), in: &simulation)
    case .retry: resume(Handle(rawValue: notice.argument), in: &simulation)
    case .proxiesPay: payProxies(turn: Int(notice.argument), in: &simulation, &cluster)
    case .proxyComputed: finishProxy(Int(notice.argument), in: &simulation, &cluster)
    case nil: preconditionFailure("the wire knows every kind of event it is sent")
    }
  }

  /// Takes over the pods of a service as its EndpointSlices now say: the ready ones, or, when there
  /// is none, those that still serve while they end (kube-proxy's ProxyTerminatingEndpoints).
  ///
  /// Pods whose software no room simulates are left out: nothing would answer for them.
  package mutating func learnEndpoints(of service: Int, from cluster: borrowing Cluster) {
    let state = cluster.services[service]
    let pods = state.endpoints.isEmpty ? state.terminating : state.endpoints
    let answering = pods.filter {
      !cluster.pods.contains($0) || cluster.pods[$0].software != Room.cluster.rawValue
    }
    setMembers(answering.map(\.rawValue), of: service)
    learnSubsets(of: service, from: cluster)
    learnPolicy(of: service, from: state.spec)
    learnHints(of: service, state)
    endpointChangeCount += 1
  }
}
