import Manifests

/// Nodes for a platform whose manifests describe none: as many as its pods need, with the labels and
/// the names that they ask for.
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

  private var groups: [Group]
  private var names: [String] = []
  private var daemons = PodResources()

  /// Counts what the pods of a cluster need.
  init(_ spec: ClusterSpec) {
    groups = [Group(labels: StringMap())]
    for workload in spec.workloads {
      let template = workload.template
      if let name = template.nodeName, !names.contains(name) { names.append(name) }
      guard workload.kind != .daemonSet else {
        daemons += template.requests
        continue
      }
      let labels = AssumedNodes.labels(for: template)
      let place = groups.firstIndex { $0.labels == labels } ?? groups.count
      if place == groups.count { groups.append(Group(labels: labels)) }
      groups[place].total += template.requests.times(workload.replicas)
      groups[place].size = groups[place].size.maximum(template.requests)
      groups[place].pods += workload.replicas
      if template.excludesItself {
        groups[place].apart = max(groups[place].apart, workload.replicas)
      }
    }
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
    for name in names {
      var node = NodeSpec(name: name, pool: "node", capacity: Self.size)
      node.labels[SpecCompiler.zoneKey] = Self.zones[0]
      spec.nodes.append(node)
      spec.notes.append("No nodes are given: \(name) is assumed, which pods are bound to")
    }
  }

  private func add(_ labels: StringMap, _ size: PodResources, to spec: inout ClusterSpec) {
    let number = spec.nodes.count
    var all = labels
    if all[SpecCompiler.zoneKey] == nil {
      all[SpecCompiler.zoneKey] = Self.zones[number % Self.zones.count]
    }
    spec.nodes.append(
      NodeSpec(name: "node-\(number + 1)", pool: "node", labels: all, capacity: size))
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
    let hasPlace =
      template.requiredNodeTerms.isEmpty
      || template.requiredNodeTerms.contains { term in
        zones.contains { zone in
          var plain = plain
          plain[SpecCompiler.zoneKey] = zone
          return term.matches(name: "", labels: plain)
        }
      }
    guard !hasPlace, let term = template.requiredNodeTerms.first else { return labels }
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
