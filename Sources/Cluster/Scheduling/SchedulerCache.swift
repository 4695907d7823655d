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

  /// The version in whose words the plugins give their reasons.
  var version = ClusterVersion()
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
  /// Nodes with any taint.
  private(set) var taintedCount = 0
  var isCordoned: [Bool] = []
  var isDeleted: [Bool] = []
  /// Interned topology keys with each node's domain (-1: the label is missing).
  private(set) var topologyKeys = NameTable()
  private(set) var domains: [[Int32]] = []
  private var domainNames: [NameTable] = []
  /// Present nodes by domain of each key, and with the key at all.
  private(set) var domainNodes: [[Int32]] = []
  private(set) var keyedCount: [Int] = []
  /// Tallies of the selectors that spread constraints and affinity terms use.
  var tallies: [PodTally] = []
  var spreadTally: [Int32] = []
  var affinityTally: [Int32] = []
  var carried: [CarriedTerm] = []
  var carriedTally: [Int32] = []
  var carriedTopology: [TopologyTally] = []
  var carriedBySelector: [[Int32]] = []
  /// Images on nodes: bytes by image, and which nodes have it.
  var imageBytes: [Int64] = []
  var imageOn: [[Bool]] = []
  var imageNodes: [Int] = []
  /// Claims used on each node, pods by claim, and how many volumes of a driver a node can attach.
  var claimUses: [[ClaimUse]] = []
  var claimUsers: [Int32] = []
  private(set) var volumeLimits: [[VolumeLimit]] = []
  private var drivers = NameTable()
  /// Pods that preempted others and are expected on a node, and how many a node expects.
  private(set) var nominations: [Nomination] = []
  private(set) var nominatedOn: [Int32] = []
  /// Nodes in the scheduler's zone-interleaved order.
  private(set) var order: [Int32] = []
  private(set) var presentCount = 0
  /// How often the nodes were ordered: it changes with which of them are there.
  private(set) var orderNumber = 0

  /// Makes a cache without nodes.
  package init() {}

  var nodeCount: Int { names.count }

  /// Adds a node at the end of all columns.
  package mutating func addNode(_ spec: NodeSpec) {
    let name = Int(nameTable.intern(spec.name))
    if name == nodeOfName.count { nodeOfName.append(0) }
    nodeOfName[name] = Int32(names.count)
    // Before the node is in any column: a new resource's column is as long as the others are.
    for entry in spec.allocatable.extended { _ = internExtended(entry.name) }
    names.append(spec.name)
    labels.append(spec.labels)
    append(spec.allocatable.cpuMilli, to: &cpu)
    append(spec.allocatable.memory, to: &memory)
    append(spec.allocatable.ephemeralStorage, to: &ephemeral)
    append(spec.podLimit, to: &pods)
    for resource in extended.indices {
      append(spec.allocatable.extended(extendedNames[Int32(resource)]), to: &extended[resource])
    }
    nonZeroCPU.append(0)
    nonZeroMemory.append(0)
    ports.append([])
    taintSet.append(internTaints(spec.taints))
    if !spec.taints.isEmpty { taintedCount += 1 }
    isCordoned.append(spec.isCordoned)
    isDeleted.append(false)
    claimUses.append([])
    volumeLimits.append(
      spec.volumeLimits.map { VolumeLimit(driver: internDriver($0.driver), count: $0.count) })
    nominatedOn.append(0)
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
      let zeros = [Int64](repeating: 0, count: nodeCount)
      extended.append(Column(allocatable: zeros, requested: zeros))
    }
    return number
  }

  /// The number of a volume driver, given now if it has none; -1 stands for every driver.
  mutating func internDriver(_ name: String) -> Int32 { name == "*" ? -1 : drivers.intern(name) }

  /// Replaces a node's taints.
  mutating func setTaints(_ taints: [NodeTaint], of node: Int) {
    if taintSet[node] != 0 { taintedCount -= 1 }
    taintSet[node] = internTaints(taints)
    if taintSet[node] != 0 { taintedCount += 1 }
  }

  /// Replaces a node's labels: its pods count in the domains that it comes into.
  mutating func setLabels(_ labels: StringMap, of node: Int) {
    self.labels[node] = labels
    for key in domains.indices {
      let domain = domain(of: Int32(key), in: labels)
      for tally in tallies.indices {
        tallies[tally].move(node, from: domains[key][node], to: domain, of: Int32(key))
      }
      domains[key][node] = domain
    }
    rebuildOrder()
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
      domainNodes.append([])
      keyedCount.append(0)
      domains[Int(number)] = labels.map { domain(of: number, in: $0) }
      countDomains(of: Int(number))
    }
    return number
  }

  private mutating func domain(of key: Int32, in labels: StringMap) -> Int32 {
    guard let value = labels[topologyKeys[key]] else { return -1 }
    let count = domainNames[Int(key)].count
    let number = domainNames[Int(key)].intern(value)
    if Int(number) == count {
      for tally in tallies.indices { tallies[tally].widen(key, to: count + 1) }
    }
    return number
  }

  private mutating func countDomains(of key: Int) {
    var counts = [Int32](repeating: 0, count: domainNames[key].count)
    keyedCount[key] = 0
    for node in names.indices where !isDeleted[node] && domains[key][node] >= 0 {
      counts[Int(domains[key][node])] += 1
      keyedCount[key] += 1
    }
    domainNodes[key] = counts
  }

  /// Number of domains ever seen of a topology key.
  func domainCount(_ key: Int32) -> Int { domainNames[Int(key)].count }

  /// Orders the present nodes zone by zone in turn (internal/cache/node_tree.go).
  package mutating func rebuildOrder() {
    orderNumber += 1
    var zones = NameTable()
    var members: [[Int32]] = []
    for node in names.indices where !isDeleted[node] {
      let zone = Int(zones.intern(zoneName(of: node)))
      if zone == members.count { members.append([]) }
      members[zone].append(Int32(node))
    }
    order.removeAll(keepingCapacity: true)
    let longest = members.map(\.count).max() ?? 0
    for turn in 0..<longest {
      for zone in members where turn < zone.count { order.append(zone[turn]) }
    }
    presentCount = order.count
    for key in domains.indices { countDomains(of: key) }
  }

  /// Region and zone as one name (component-helpers node/topology GetZoneKey).
  private func zoneName(of node: Int) -> String {
    let region = labels[node]["topology.kubernetes.io/region"] ?? ""
    return region + ":" + (labels[node]["topology.kubernetes.io/zone"] ?? "")
  }
}

extension SchedulerCache {
  /// Expects a pod on a node, unless it was expected there already.
  mutating func nominate(_ nomination: Nomination) {
    withdraw(nomination.pod)
    nominations.append(nomination)
    nominatedOn[Int(nomination.node)] += 1
  }

  /// Expects a pod nowhere any more.
  mutating func withdraw(_ pod: PodHandle) {
    guard let index = nominations.firstIndex(where: { $0.pod == pod }) else { return }
    nominatedOn[Int(nominations[index].node)] -= 1
    nominations.remove(at: index)
  }
}
