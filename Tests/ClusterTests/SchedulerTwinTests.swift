import Cluster
import Manifests
import SimulationKernel
import Testing

import struct Cluster.NodeTaint

/// The fast scheduler's structures beside the slow one's lists.
private struct SchedulerTwin {
  var cache = SchedulerCache()
  var index = SelectorIndex()
  var namespaces = NameTable()
  var slow = SlowScheduler()
  var random: EntityRandom
  var templates:
    [(
      template: PodTemplate, namespace: String, owner: LabelSelector?, set: Int32,
      demand: PlacementDemand
    )]
  var placed: [Int] = []

  init(seed: UInt64) {
    random = EntityRandom(seed: seed, stream: "scheduler-twin")
    templates = []
    slow.namespaces = ["one", "two"].map {
      ClusterSpec.Namespace(name: $0, labels: StringMap([("team", $0)]))
    }
    for number in 0..<2 + random.below(6) { addNode(number) }
    cache.rebuildOrder()
    for _ in 0..<2 + random.below(5) { addTemplate() }
  }

  private mutating func addNode(_ number: Int) {
    var labels = StringMap()
    if random.below(6) > 0 { labels[SlowScheduler.zoneKey] = "zone-\(random.below(3))" }
    if random.below(2) == 0 { labels["disk"] = "ssd" }
    var node = NodeSpec(
      name: "node-\(number)", labels: labels,
      capacity: PodResources(
        cpuMilli: Int64(1 + random.below(4)) * 1_000, memory: Int64(1 + random.below(4)) << 30))
    node.podLimit = Int64(2 + random.below(8))
    if random.below(3) == 0 {
      let effects = NodeTaint.Effect.allCases
      node.taints = [NodeTaint(key: "only", value: "x", effect: effects[random.below(3)])]
    }
    slow.nodes.append(node)
    cache.addNode(node)
  }

  private mutating func label() -> StringMap {
    StringMap([("app", "a\(random.below(3))"), ("tier", "t\(random.below(2))")])
  }

  private mutating func selector() -> LabelSelector? {
    switch random.below(6) {
    case 0: return nil
    case 1: return LabelSelector()
    case 2: return LabelSelector(matchLabels: StringMap([("tier", "t\(random.below(2))")]))
    default: return LabelSelector(matchLabels: StringMap([("app", "a\(random.below(3))")]))
    }
  }

  private mutating func term() -> AffinityTerm {
    var term = AffinityTerm(
      selector: selector(),
      topologyKey: random.below(2) == 0 ? SlowScheduler.zoneKey : SlowScheduler.hostKey)
    switch random.below(5) {
    case 0: term.namespaces = ["two"]
    case 1: term.namespaceSelector = LabelSelector()
    case 2: term.namespaceSelector = LabelSelector(matchLabels: StringMap([("team", "one")]))
    default: break
    }
    return term
  }

  private mutating func addTemplate() {
    var template = PodTemplate()
    template.labels = label()
    template.containers[0].requests = PodResources(
      cpuMilli: Int64(random.below(6)) * 200, memory: Int64(random.below(4)) << 28)
    template.containers[0].hasCPURequest = true
    template.containers[0].hasMemoryRequest = true
    if random.below(5) == 0 {
      let address = random.below(2) == 0 ? "" : "10.0.0.1"
      template.containers[0].hostPorts = [
        HostPort(transport: "TCP", address: address, port: 80 + random.below(2))
      ]
    }
    if random.below(4) == 0 { template.nodeSelector = StringMap([("disk", "ssd")]) }
    if random.below(2) == 0 { template.tolerations = [PodToleration(comparison: .exists)] }
    for _ in 0..<random.below(3) {
      var constraint = SpreadConstraint(
        maxSkew: Int64(1 + random.below(2)),
        topologyKey: random.below(2) == 0 ? SlowScheduler.zoneKey : SlowScheduler.hostKey,
        isRequired: random.below(2) == 0, selector: selector())
      constraint.minDomains = Int64(1 + random.below(3))
      constraint.honorsNodeAffinity = random.below(2) == 0
      constraint.honorsTaints = random.below(2) == 0
      if random.below(3) == 0 { constraint.matchLabelKeys = ["tier"] }
      template.spreadConstraints.append(constraint)
    }
    if random.below(4) == 0 { template.requiredAffinity = [term()] }
    if random.below(4) == 0 { template.requiredAffinity.append(term()) }
    if random.below(3) == 0 { template.requiredAntiAffinity = [term()] }
    for _ in 0..<random.below(3) {
      let weight = Int64(1 + random.below(5)) * (random.below(2) == 0 ? 1 : -1)
      template.preferredAffinity.append(WeightedAffinityTerm(weight: weight, term: term()))
    }
    compile(template, in: random.below(2) == 0 ? "one" : "two")
  }

  private mutating func compile(_ template: PodTemplate, in namespace: String) {
    let pairs = template.labels.entries.map { index.labels.intern($0.key, $0.value) }
    let set = index.internSet(namespace: namespaces.intern(namespace), pairs: pairs)
    let labels = StringMap([("app", template.labels["app"] ?? "")])
    let owner = random.below(2) == 0 ? LabelSelector(matchLabels: labels) : nil
    let compiler = DemandCompiler(
      namespaces: slow.namespaces, version: ClusterVersion(),
      ownSelectors: [owner].compactMap { $0 })
    let demand = compiler.compile(
      template, labelSet: set, requests: template.requests, images: [], &index, &namespaces,
      &cache)
    templates.append((template, namespace, owner, set, demand))
  }

  func query(_ number: Int) -> PodQuery {
    PodQuery(templates[number].demand, matches: index.matches(of: templates[number].set))
  }

  mutating func add(_ number: Int, on node: Int) {
    let entry = templates[number]
    let matches = index.matches(of: entry.set)
    cache.count(entry.demand, matches: matches, on: node, step: 1)
    cache.countForSpread(matches: matches, on: node, step: 1)
    slow.pods.append(
      SlowScheduler.Placed(template: entry.template, namespace: entry.namespace, node: node))
    placed.append(number)
  }

  /// A pod begins to terminate, or is gone.
  mutating func disturb() {
    guard !placed.isEmpty else { return }
    let victim = random.below(placed.count)
    let pod = slow.pods[victim]
    let entry = templates[placed[victim]]
    let matches = index.matches(of: entry.set)
    if !pod.isTerminating {
      cache.countForSpread(matches: matches, on: pod.node, step: -1)
      slow.pods[victim].isTerminating = true
      guard random.below(2) == 0 else { return }
    }
    cache.count(entry.demand, matches: matches, on: pod.node, step: -1)
    slow.pods.remove(at: victim)
    placed.remove(at: victim)
  }
}

@Suite("Scheduler beside its slow twin")
struct SchedulerTwinTests {
  private func status(_ rejection: Rejection) -> String {
    if rejection == .fits { return "Success" }
    return rejection.isResolvable ? "Unschedulable" : "UnschedulableAndUnresolvable"
  }

  private func compare(_ twin: SchedulerTwin, _ number: Int, seed: UInt64) {
    var query = twin.query(number)
    query.prepare(twin.cache)
    let (template, namespace, owner, _, _) = twin.templates[number]
    for plugin in PluginCatalog.filters where plugin.applies(to: query, twin.cache) {
      for node in twin.slow.nodes.indices {
        let expected = twin.slow.status(plugin.name, template, namespace, node)
        #expect(
          status(plugin.filter(query, on: node, twin.cache)) == expected,
          "\(plugin.name) of node \(node): seed \(seed)")
      }
    }
    let all = Array(twin.slow.nodes.indices)
    for plugin in PluginCatalog.scores {
      let found = plugin.scores(query, on: all.map { Int32($0) }, twin.cache)
      let expected: [Int64]
      switch plugin.name {
      case "PodTopologySpread":
        expected = twin.slow.spreadScores(template, namespace, all, owner: owner)
      case "InterPodAffinity": expected = twin.slow.affinityScores(template, namespace, all)
      case "NodeResourcesFit": expected = twin.slow.leastAllocated(template, all)
      default: continue
      }
      guard let found else {
        // A plugin may only be left out where it would score all nodes alike.
        #expect(Set(expected).count == 1, "\(plugin.name): seed \(seed)")
        continue
      }
      #expect(found == expected, "\(plugin.name): seed \(seed)")
    }
  }

  @Test(
    "Filters and scores are those of their definitions in random worlds", arguments: 1...300)
  func plugins(_ seed: Int) {
    let seed = UInt64(seed)
    var twin = SchedulerTwin(seed: seed)
    var (start, random) = (0, EntityRandom(seed: seed, stream: "tie-break"))
    for _ in 0..<25 {
      let number = twin.random.below(twin.templates.count)
      compare(twin, number, seed: seed)
      var cycle = SchedulingCycle(twin.query(number), twin.cache)
      let chosen = cycle.findNode(nominated: nil, &twin.cache, start: &start, &random)
      let entry = twin.templates[number]
      let feasible = twin.slow.nodes.indices.filter { node in
        PluginCatalog.filters.allSatisfy {
          twin.slow.status($0.name, entry.template, entry.namespace, node) == "Success"
        }
      }
      #expect((chosen != nil) == !feasible.isEmpty, "seed \(seed)")
      if let chosen {
        #expect(feasible.contains(chosen), "seed \(seed)")
        twin.add(number, on: chosen)
      }
      if twin.random.below(4) == 0 { twin.disturb() }
    }
  }
}
