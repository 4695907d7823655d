import Cluster
import Manifests
import SimulationKernel

/// The cluster's DNS as the pods' resolvers use it.
///
/// A pod looks a name up for every connection that it makes; calls over connections that are there
/// need none (`KeepAlive`). Software keeps no answers itself, as glibc's and Go's resolvers don't,
/// but for the Java virtual machine's (`ClientAnswers`).
public struct NameService: ~Copyable {
  private let inPlace = InPlace()
  /// Marks hosts outside among the targets.
  static var hostBit: UInt32 { 1 << 31 }

  /// Whether names are looked up at all: the cluster has a DNS whose pods are simulated.
  @usableFromInline var isActive = false
  /// Calls and connections from each pod to each service and host.
  @usableFromInline var connections = ClientLoads()
  var lookups = Slab<NameLookup>(capacity: 256)
  /// Who waits for the answer to a lookup, as a raw handle, that another one began.
  var followers: [(lookup: UInt32, subject: NameLookup.Subject)] = []
  /// What CoreDNS was told.
  var corefile = Corefile()
  /// The ways to the DNS, by the resolver's patience.
  var routes: [(timeout: SimDuration, attempts: Int, route: Int)] = []
  /// The services that are the DNS while they are there; routes lead to the first.
  var candidates: [Int] = []
  /// What services and hosts outside are called.
  var services: [(name: String, namespace: String)] = []
  var hosts: [String] = []
  /// Whether the DNS has a record of each service, by number.
  private var records: [Bool] = []
  /// How the pods of each workload resolve, where any was placed.
  var resolvers: [(spec: ResolverSpec, namespace: String)?] = []
  var plans: [LookupPlan] = []
  /// The first plan by what CoreDNS was told last.
  var firstPlan = 0
  var names = NameTable()
  var servers: [NameServer] = []
  /// The caches of the nodes.
  var nodeCaches = NodeCaches()
  /// What software keeps itself.
  var answers = ClientAnswers()
  /// The cluster's names that stand for hosts outside (ExternalName Services).
  var aliases: [String] = []
  /// The workloads, by number, whose software knows the addresses of its routes' pods.
  var routers: [Int] = []
  /// Lookups that came to an end, and those of them without an answer.
  var finished: UInt64 = 0
  var failed: UInt64 = 0
  /// How long they took together.
  var durationSum = SimDuration.zero

  init() {}

  /// The names that a workload's pods try for a target.
  mutating func plan(_ workload: Int, _ target: UInt32) -> Int {
    let known = plans[firstPlan...].firstIndex { $0.workload == workload && $0.target == target }
    if let known { return known }
    let (spec, namespace) = resolvers[workload] ?? (ResolverSpec(), "default")
    let domain = corefile.domain
    let isHost = target & Self.hostBit != 0
    let host: String
    let wanted: String
    if isHost {
      (host, wanted) = (hosts[Int(target & ~Self.hostBit)], hosts[Int(target & ~Self.hostBit)])
    } else {
      let service = services[Int(target)]
      host =
        service.namespace == namespace ? service.name : service.name + "." + service.namespace
      wanted = "\(service.name).\(service.namespace).svc.\(domain)"
    }
    let all = spec.names(for: host, in: namespace, domain: domain)
    // CoreDNS follows an alias in the same answer, and asks outside for it.
    let match = all.firstIndex { $0 == wanted || aliases.contains($0) }
    var found = match ?? all.count - 1
    var tried = all.map { name in
      LookupPlan.Name(
        number: names.intern(name),
        isOfCluster: !aliases.contains(name) && name.hasSuffix("." + domain))
    }
    if corefile.walksSearchList, nodeCaches.forwarding < 0,
      all[0] == "\(host).\(namespace).svc.\(domain)"
    {
      // CoreDNS tries the others itself. A cache that asks for a pod hides which pod it is.
      let isOfCluster = tried[found].isOfCluster
      tried[0] = LookupPlan.Name(number: tried[0].number, isOfCluster: isOfCluster)
      found = 0
    }
    let asIs = all.firstIndex(of: host) ?? all.count - 1
    plans.append(
      LookupPlan(
        workload: Int32(workload), target: target, names: tried, found: found, asIs: asIs))
    return plans.count - 1
  }

  /// Whether a workload's pods look a target up before they connect to it.
  ///
  /// Those that ask their nodes' resolver get the addresses of hosts outside at once; a Service
  /// they look up in vain.
  func looksUp(_ target: UInt32, workload: Int) -> Bool {
    guard workload < resolvers.count, let (spec, _) = resolvers[workload] else { return false }
    return target & Self.hostBit != 0 ? spec.usesCluster : !routers.contains(workload)
  }

  /// The way to the DNS for a workload's pods; nil for those that ask their nodes' resolver.
  func route(ofWorkload workload: Int) -> Int? {
    guard workload < resolvers.count, let (spec, _) = resolvers[workload], spec.usesCluster else {
      return nil
    }
    return routes.first { $0.timeout == spec.timeout && $0.attempts == spec.attempts }?.route
  }

  /// How long the software of a workload's pods keeps answers itself; nil where it keeps none.
  func answerLife(ofWorkload workload: Int) -> SimDuration? {
    workload < resolvers.count ? resolvers[workload]?.spec.answerLife : nil
  }

  /// Lets somebody wait for the lookup of the same name that its process has under way; false where
  /// it has none, or keeps no answers.
  ///
  /// Threads of a Java virtual machine that look one host up wait for the first of them
  /// (java.net.InetAddress.NameServiceAddresses).
  mutating func follow(
    _ subject: NameLookup.Subject, ofWorkload workload: Int, _ target: UInt32, _ client: UInt32
  ) -> Bool {
    guard answerLife(ofWorkload: workload) != nil else { return false }
    for index in 0..<lookups.capacity {
      guard let first = lookups.handle(at: index), lookups[first].client == client,
        lookups[first].target == target
      else { continue }
      followers.append((first.rawValue, subject))
      return true
    }
    return false
  }

  /// Those who waited for the answer to a lookup, in their order.
  mutating func takeFollowers(of lookup: Handle<NameLookup>) -> [NameLookup.Subject] {
    let subjects = followers.filter { $0.lookup == lookup.rawValue }.map(\.subject)
    followers.removeAll { $0.lookup == lookup.rawValue }
    return subjects
  }

  /// Whether a server that looks it up itself says that a name of a plan exists.
  func exists(_ place: Int, of plan: LookupPlan) -> Bool {
    place == plan.found && hasRecord(plan.target)
  }

  /// Whether the DNS has a record of a target: hosts outside always have.
  func hasRecord(_ target: UInt32) -> Bool {
    target & Self.hostBit != 0 || Int(target) >= records.count || records[Int(target)]
  }

  /// Learns whether the DNS has a record of a service.
  mutating func setRecord(_ exists: Bool, of service: Int) {
    while records.count <= service { records.append(true) }
    records[service] = exists
  }

  /// Takes down an answer: whether it says that the name exists, as it does by itself or did when
  /// the cache got it, and whether it had to be fetched from a server outside.
  mutating func count(
    _ name: LookupPlan.Name, exists: Bool, isLong: Bool, by pod: UInt32, now: SimTime
  ) -> (exists: Bool, isFetched: Bool) {
    let server = server(PodHandle(rawValue: pod))
    let key = name.number << 1 | (isLong ? 1 : 0)
    let known = servers[server].known(key, at: now, orStaleFor: corefile.staleTime)
    let answer = known ?? exists
    servers[server].count(exists: answer, isLong: isLong, isHit: known != nil)
    let life = time(isOfCluster: name.isOfCluster, exists: exists, by: corefile)
    if known != nil {
      servers[server].refresh(key, exists: exists, for: life, by: corefile.prefetch, now: now)
    } else {
      servers[server].keep(key, exists: exists, for: life, now: now)
    }
    return (answer, known == nil && !name.isOfCluster)
  }

  /// How long the cache keeps an answer: its time to live, up to the cache's limit.
  ///
  /// Never under the least that the rules have; names outside are taken to live for a minute.
  func time(isOfCluster: Bool, exists: Bool, by rules: Corefile) -> SimDuration {
    let isLeftOut = exists ? rules.keepsNoClusterAnswer : rules.keepsNoClusterDenial
    let limit = exists ? rules.successSeconds : rules.denialSeconds
    guard limit > 0, !isOfCluster || !isLeftOut else { return .zero }
    let life = isOfCluster ? corefile.clusterSeconds : 60
    let least = exists ? rules.successLeast : rules.denialLeast
    return .seconds(Int64(max(least, min(life, limit))))
  }

  /// Takes down that a server could not tell.
  mutating func countFailure(by pod: UInt32) {
    guard pod != .max else { return }
    servers[server(PodHandle(rawValue: pod))].counters.failed += 1
  }

  private mutating func server(_ pod: PodHandle) -> Int {
    if let known = servers.firstIndex(where: { $0.pod == pod }) { return known }
    servers.append(NameServer(pod: pod))
    return servers.count - 1
  }
}

extension NameService {
  /// How long the DNS keeps the addresses of a cluster's name in its cache.
  var addressLife: SimDuration {
    time(isOfCluster: true, exists: true, by: corefile)
  }
}
