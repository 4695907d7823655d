import Manifests

/// What the scheduler knows of the nodes and the pods on them, in columns by node index
/// (kubernetes pkg/scheduler/internal/cache).
///
/// Pods count from the moment they are assumed until their object is gone.
package struct SchedulerCache: Sendable {
  /// Amounts of one resource kind by node.
  struct Column: Sendable {
    var allocatable: [Int64] = []
    var requested: [Int64] = []
  }

  /// A term that pods on nodes carry about other pods.
  struct CarriedTerm: Hashable, Sendable {
    enum Kind: Hashable, Sendable { case requiredAntiAffinity, requiredAffinity, preferred }
    let kind: Kind
    let selector: Int32
    let key: Int32
    let weight: Int64
  }

  private(set) var names: [String] = []
  private var nameTable = NameTable()
  private var nodeOfName: [Int32] = []
  private(set) var labels: [StringMap] = []
  var cpu = Column()
  var memory = Column()
  var ephemeral = Column()
  var pods = Column()
  var extended: [Column] = []
  private(set) var extendedNames = NameTable()
  var nonZeroCPU: [Int64] = []
  var nonZeroMemory: [Int64] = []
  var ports: [[HostPort]] = []
  private(set) var taintSets: [[NodeTaint]] = [[]]
  private(set) var taintSet: [Int32] = []
  var isCordoned: [Bool] = []
  var isDeleted: [Bool] = []
  /// Interned topology keys with each node's domain (-1: the label is missing).
  private(set) var topologyKeys = NameTable()
  private(set) var domains: [[Int32]] = []
  private var domainNames: [NameTable] = []
  /// Tallies of the selectors that spread constraints and affinity terms use.
  var tallies: [PodTally] = []
  var spreadTally: [Int32] = []
  var affinityTally: [Int32] = []
  private(set) var carried: [CarriedTerm] = []
  private(set) var carriedTally: [Int32] = []
  private(set) var carriedBySelector: [[Int32]] = []
  /// Images on nodes: bytes by image, and which nodes have it.
  var imageBytes: [Int64] = []
  var imageOn: [[Bool]] = []
  var imageNodes: [Int] = []
  /// Nodes in the scheduler's zone-interleaved order.
  private(set) var order: [Int32] = []
  private(set) var presentCount = 0

  /// Makes a cache without nodes.
  package init() {}

  var nodeCount: Int { names.count }

  /// Adds a node at the end of all columns.
  package mutating func addNode(_ spec: NodeSpec) {
    let name = Int(nameTable.intern(spec.name))
    if name == nodeOfName.count { nodeOfName.append(0) }
    nodeOfName[name] = Int32(names.count)
    names.append(spec.name)
    labels.append(spec.labels)
    append(spec.allocatable.cpuMilli, to: &cpu)
    append(spec.allocatable.memory, to: &memory)
    append(spec.allocatable.ephemeralStorage, to: &ephemeral)
    append(spec.podLimit, to: &pods)
    for entry in spec.allocatable.extended { _ = internExtended(entry.name) }
    for resource in extended.indices {
      append(spec.allocatable.extended(extendedNames[Int32(resource)]), to: &extended[resource])
    }
    nonZeroCPU.append(0)
    nonZeroMemory.append(0)
    ports.append([])
    taintSet.append(internTaints(spec.taints))
    isCordoned.append(spec.isCordoned)
    isDeleted.append(false)
    for key in domains.indices { domains[key].append(domain(of: Int32(key), in: spec.labels)) }
    for tally in tallies.indices { tallies[tally].appendNode() }
    for image in imageOn.indices { imageOn[image].append(false) }
  }

  private func append(_ amount: Int64, to column: inout Column) {
    column.allocatable.append(amount)
    column.requested.append(0)
  }

  /// The node that has a name now.
  func node(named name: String) -> Int32? { nameTable.find(name).map { nodeOfName[Int($0)] } }

  /// The number of an extended resource, given now if it has none.
  package mutating func internExtended(_ name: String) -> Int32 {
    let number = extendedNames.intern(name)
    if Int(number) == extended.count {
      extended.append(
        Column(
          allocatable: Array(repeating: 0, count: max(0, cpu.allocatable.count - 1)),
          requested: Array(repeating: 0, count: max(0, cpu.allocatable.count - 1))))
    }
    return number
  }

  /// Replaces a node's taints.
  mutating func setTaints(_ taints: [NodeTaint], of node: Int) {
    taintSet[node] = internTaints(taints)
  }

  /// A node's taints.
  func taints(of node: Int) -> [NodeTaint] { taintSets[Int(taintSet[node])] }

  private mutating func internTaints(_ taints: [NodeTaint]) -> Int32 {
    if let known = taintSets.firstIndex(of: taints) { return Int32(known) }
    taintSets.append(taints)
    return Int32(taintSets.count - 1)
  }

  /// The column of a topology key, made now if there is none.
  mutating func internKey(_ key: String) -> Int32 {
    let number = topologyKeys.intern(key)
    if Int(number) == domains.count {
      domains.append([])
      domainNames.append(NameTable())
      domains[Int(number)] = labels.map { domain(of: number, in: $0) }
    }
    return number
  }

  private mutating func domain(of key: Int32, in labels: StringMap) -> Int32 {
    guard let value = labels[topologyKeys[key]] else { return -1 }
    return domainNames[Int(key)].intern(value)
  }

  /// Number of domains ever seen of a topology key.
  func domainCount(_ key: Int32) -> Int { domainNames[Int(key)].count }

  /// Orders the nodes zone by zone in turn (internal/cache/node_tree.go).
  package mutating func rebuildOrder() {
    var zones = NameTable()
    var members: [[Int32]] = []
    for node in names.indices where !isDeleted[node] {
      let zone = Int(zones.intern(labels[node]["topology.kubernetes.io/zone"] ?? ""))
      if zone == members.count { members.append([]) }
      members[zone].append(Int32(node))
    }
    order.removeAll(keepingCapacity: true)
    let longest = members.map(\.count).max() ?? 0
    for turn in 0..<longest {
      for zone in members where turn < zone.count { order.append(zone[turn]) }
    }
    presentCount = order.count
  }
}

extension SchedulerCache {
  /// The tally of pods that a selector matches; terminating ones count for affinity, not for
  /// spreading.
  mutating func tally(of selector: Int32, forSpread: Bool) -> Int32 {
    while spreadTally.count <= Int(selector) {
      spreadTally.append(-1)
      affinityTally.append(-1)
    }
    let known = forSpread ? spreadTally[Int(selector)] : affinityTally[Int(selector)]
    if known >= 0 { return known }
    let number = newTally()
    if forSpread {
      spreadTally[Int(selector)] = number
    } else {
      affinityTally[Int(selector)] = number
    }
    return number
  }

  private mutating func newTally() -> Int32 {
    tallies.append(PodTally(nodeCount: nodeCount))
    return Int32(tallies.count - 1)
  }

  /// The tally of pods that carry a term.
  mutating func tally(carrying term: CarriedTerm) -> Int32 {
    if let known = carried.firstIndex(of: term) { return carriedTally[known] }
    while carriedBySelector.count <= Int(term.selector) { carriedBySelector.append([]) }
    carriedBySelector[Int(term.selector)].append(Int32(carried.count))
    carried.append(term)
    carriedTally.append(newTally())
    return carriedTally[carried.count - 1]
  }

  /// The carried terms that match a pod with a label set and are carried somewhere.
  func carriedTerms(matching matches: [Int32]) -> [Int] {
    var found: [Int] = []
    for selector in matches where Int(selector) < carriedBySelector.count {
      for term in carriedBySelector[Int(selector)]
      where tallies[Int(carriedTally[Int(term)])].total > 0 {
        found.append(Int(term))
      }
    }
    return found
  }

  /// Counts a pod on a node, or takes it away again (`step` 1 or -1).
  package mutating func count(
    _ demand: PlacementDemand, matches: [Int32], on node: Int, step: Int64
  ) {
    cpu.requested[node] += step * demand.cpuMilli
    memory.requested[node] += step * demand.memory
    ephemeral.requested[node] += step * demand.ephemeral
    pods.requested[node] += step
    for entry in demand.extended {
      extended[Int(entry.resource)].requested[node] += step * entry.amount
    }
    nonZeroCPU[node] += step * demand.nonZeroCPU
    nonZeroMemory[node] += step * demand.nonZeroMemory
    if step > 0 {
      ports[node] += demand.ports
    } else {
      for port in demand.ports {
        if let index = ports[node].firstIndex(of: port) { ports[node].remove(at: index) }
      }
    }
    let step = Int32(step)
    for selector in matches where Int(selector) < affinityTally.count {
      let tally = affinityTally[Int(selector)]
      if tally >= 0 { tallies[Int(tally)].add(step, on: node) }
    }
    for tally in demand.carried { tallies[Int(tally)].add(step, on: node) }
  }

  /// Counts a pod for spreading, or takes it away when it starts to terminate.
  package mutating func countForSpread(matches: [Int32], on node: Int, step: Int32) {
    for selector in matches where Int(selector) < spreadTally.count {
      let tally = spreadTally[Int(selector)]
      if tally >= 0 { tallies[Int(tally)].add(step, on: node) }
    }
  }

  /// Notes that a node holds an image.
  package mutating func addImage(_ image: Int, bytes: Int64, on node: Int) {
    while imageOn.count <= image {
      imageOn.append(Array(repeating: false, count: nodeCount))
      imageNodes.append(0)
      imageBytes.append(0)
    }
    guard !imageOn[image][node] else { return }
    imageOn[image][node] = true
    imageNodes[image] += 1
    imageBytes[image] = bytes
  }

  /// Whether a node holds an image.
  func hasImage(_ image: Int, on node: Int) -> Bool {
    image < imageOn.count && imageOn[image][node]
  }
}
