import Manifests

/// Nodes for a platform whose manifests describe none: as many as its pods need, with the labels
/// and the names that they ask for.
struct AssumedNodes {
  /// 8 CPU and 32 GiB: a common machine of the clouds.
  static let size = PodResources(
    cpuMilli: 8_000, memory: 32 << 30, ephemeralStorage: 100 << 30)
  private static let zones = ["zone-a", "zone-b", "zone-c"]
  /// More would be no cluster (kubernetes.io, Considerations for large clusters: 5,000).
  private static let most = 100_000

  /// Workloads that ask for the same labels.
  private struct Group {
    var labels: StringMap
    var total = PodResources()
    var size = AssumedNodes.size
    var pods = 0
    /// Pods of the workload that has most of those that can not share a node.
    var apart = 0
  }

  private static let hostKey = "kubernetes.io/hostname"
  private static let formerZoneKey = "failure-domain.beta.kubernetes.io/zone"

  /// A machine that pods or volumes name.
  private struct Machine {
    let name: String
    /// Who names it.
    let reason: String
    var labels = StringMap()
    /// What the pods request that run nowhere else.
    var total = PodResources()
  }

  private var groups: [Group]
  /// Machines that pods or volumes name.
  private var machines: [Machine] = []
  private var daemons = PodResources()

  /// Counts what the pods of a cluster need.
  init(_ spec: ClusterSpec) {
    groups = [Group(labels: StringMap())]
    for workload in spec.workloads {
      let template = workload.template
      guard workload.kind != .daemonSet else {
        daemons += template.requests
        continue
      }
      let labels = AssumedNodes.labels(for: template)
      if let name = template.nodeName ?? labels[Self.hostKey] {
        let machine = note(name, template.nodeName == nil ? "pods ask for" : "pods are bound to")
        machines[machine].total += template.requests.times(workload.replicas)
        for entry in labels.entries { machines[machine].labels[entry.key] = entry.value }
        for term in template.requiredNodeTerms { noteHosts(of: term, "pods ask for") }
        continue
      }
      let index = groups.firstIndex { $0.labels == labels } ?? groups.count
      if index == groups.count { groups.append(Group(labels: labels)) }
      groups[index].total += template.requests.times(workload.replicas)
      groups[index].size = groups[index].size.maximum(template.requests)
      groups[index].pods += workload.replicas
      if template.excludesItself {
        groups[index].apart = max(groups[index].apart, workload.replicas)
      }
    }
    for volume in spec.volumes {
      for term in volume.nodeTerms { noteHosts(of: term, "volumes lie on") }
    }
  }

  /// Notes every machine that a term names by its host name.
  private mutating func noteHosts(of term: NodeTerm, _ reason: String) {
    for requirement in term.labels
    where requirement.key == Self.hostKey && requirement.comparison == .isIn {
      for name in requirement.values { note(name, reason) }
    }
  }

  /// Notes a machine that something names; its place.
  @discardableResult
  private mutating func note(_ name: String, _ reason: String) -> Int {
    if let index = machines.firstIndex(where: { $0.name == name }) { return index }
    machines.append(Machine(name: name, reason: reason))
    return machines.count - 1
  }

  /// Adds the nodes, and a note that says so: the requests fill two thirds of them, in three zones.
  mutating func add(to spec: inout ClusterSpec) {
    spec.zones = Self.zones
    for group in groups {
      var size = group.size
      size += daemons
      let byCPU = Self.count(group.total.cpuMilli, size.cpuMilli)
      let byMemory = Self.count(group.total.memory, size.memory)
      let needed = min(Self.most, max(3, byCPU, byMemory, group.apart, group.pods / 80 + 1))
      for _ in 0..<needed { add(group.labels, size, to: &spec) }
      let labels = group.labels.entries.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
      let asked = labels.isEmpty ? "" : " with the labels \(labels), which pods ask for,"
      spec.notes.append(
        "No nodes are given: \(needed) nodes of \(size.cpuMilli / 1_000) CPU and "
          + "\(size.memory >> 30) GiB\(asked) in three zones are assumed")
    }
    for machine in machines { add(machine, to: &spec) }
  }

  /// Adds a machine under its name; one that is there already by that name gets its labels.
  private func add(_ machine: Machine, to spec: inout ClusterSpec) {
    spec.notes.append("No nodes are given: \(machine.name) is assumed, which \(machine.reason)")
    if let index = spec.nodes.firstIndex(where: { $0.name == machine.name }) {
      for entry in machine.labels.entries { spec.nodes[index].labels[entry.key] = entry.value }
      return
    }
    var size = Self.size.maximum(machine.total)
    size += daemons
    var labels = machine.labels
    Self.setZone(of: &labels, to: Self.zones[spec.nodes.count % Self.zones.count])
    labels[Self.hostKey] = machine.name
    spec.nodes.append(
      NodeSpec(name: machine.name, pool: "node", labels: labels, capacity: size))
  }

  private func add(_ labels: StringMap, _ size: PodResources, to spec: inout ClusterSpec) {
    let number = spec.nodes.count
    var all = labels
    Self.setZone(of: &all, to: Self.zones[number % Self.zones.count])
    spec.nodes.append(
      NodeSpec(name: "node-\(number + 1)", pool: "node", labels: all, capacity: size))
  }

  /// Labels a node with its zone, as clouds do: by the present and the former name (kubernetes.io,
  /// Well-Known Labels).
  private static func setZone(of labels: inout StringMap, to zone: String) {
    let zone = labels[SpecCompiler.zoneKey] ?? zone
    labels[SpecCompiler.zoneKey] = zone
    if labels[formerZoneKey] == nil { labels[formerZoneKey] = zone }
  }

  /// Nodes of which an amount fills two thirds.
  private static func count(_ amount: Int64, _ size: Int64) -> Int {
    Int(min(Double(most), Double(amount) * 1.5 / Double(max(1, size)))) + 1
  }

  /// Labels that a node needs for some pods beyond those that every assumed node has.
  private static func labels(for template: PodTemplate) -> StringMap {
    var labels = StringMap()
    let plain = NodeSpec(name: "", capacity: size).labels
    for entry in template.nodeSelector.entries where plain[entry.key] != entry.value {
      labels[entry.key] = entry.value
    }
    let fitsPlainNodes =
      template.requiredNodeTerms.isEmpty
      || template.requiredNodeTerms.contains { term in
        zones.contains { zone in
          var plain = plain
          setZone(of: &plain, to: zone)
          return term.matches(name: "", labels: plain)
        }
      }
    guard !fitsPlainNodes, let term = template.requiredNodeTerms.first else { return labels }
    for requirement in term.labels {
      switch requirement.comparison {
      case .isIn: labels[requirement.key] = requirement.values.first
      case .exists: labels[requirement.key] = labels[requirement.key] ?? ""
      case .greater, .less:
        guard let limit = requirement.values.first.flatMap({ Int64($0) }) else { continue }
        let isGreater = requirement.comparison == .greater
        labels[requirement.key] = String(isGreater ? limit &+ 1 : limit &- 1)
      case .isNotIn, .doesNotExist: break
      }
    }
    return labels
  }
}

extension PodTemplate {
  /// Whether no node takes two such pods: they want the same port of the host, or refuse the
  /// company of their own kind.
  fileprivate var excludesItself: Bool {
    (containers + initContainers).contains { !$0.hostPorts.isEmpty }
      || requiredAntiAffinity.contains { term in
        term.topologyKey == "kubernetes.io/hostname" && term.selector?.matches(labels) ?? false
      }
  }
}
