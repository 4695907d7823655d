import Foundation

/// How many replicas a cluster-proportional-autoscaler wants for the size of the cluster: the
/// parameters in its ConfigMap.
///
/// Source: kubernetes-sigs/cluster-proportional-autoscaler README and pkg/autoscaler/controller
/// (plugin, linearcontroller, laddercontroller).
package enum ClusterProportion: Hashable, Sendable {
  /// So many nodes and cores have one replica.
  case linear(Linear)
  /// Steps of numbers of nodes and cores, each with its replicas.
  case ladder(cores: [Step], nodes: [Step])
  /// Parameters that the autoscaler does not take, and what it says of them.
  case refused(String)

  /// The size of a cluster.
  package struct Size: Hashable, Sendable {
    /// Its nodes.
    package var nodes = 0
    /// Their allocatable cores, in whole ones.
    package var cores = 0

    /// Makes an empty cluster.
    package init() {}
  }

  /// A step of a ladder.
  package struct Step: Hashable, Sendable {
    /// From how many nodes or cores on.
    package let least: Int
    /// The replicas from there on.
    package let replicas: Int
  }

  /// The parameters of the linear mode.
  package struct Linear: Hashable, Sendable, Decodable {
    /// Cores for each replica; 0 where they do not count.
    package var coresPerReplica = 0.0
    /// Nodes for each replica; 0 where they do not count.
    package var nodesPerReplica = 0.0
    /// The fewest replicas.
    package var min = 1
    /// The most replicas; 0 for no limit.
    package var max = 0
    /// Whether there are two replicas as soon as there are two nodes.
    package var preventSinglePointFailure = false
    /// Whether cordoned nodes count.
    package var includeUnschedulableNodes = false
  }

  /// Reads the data of a ConfigMap, which has one entry: the mode's.
  package init(_ data: StringMap) {
    guard data.count == 1, let entry = data.entries.first else {
      self = .refused("invalid configMap format, expected only one entry, got: \(data.count)")
      return
    }
    let content = Data(entry.value.utf8)
    switch entry.key {
    case "linear": self = Self.linear(content)
    case "ladder": self = Self.ladder(content)
    default: self = .refused("not a supported control mode: \(entry.key)")
    }
  }

  /// Reads `--default-params`: a JSON object with one entry, the mode's; nil for other text.
  package init?(defaults text: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)),
      let modes = object as? [String: Any]
    else { return nil }
    self.init(
      StringMap(
        modes.sorted { $0.key < $1.key }.map { mode in
          let data = try? JSONSerialization.data(
            withJSONObject: mode.value, options: .fragmentsAllowed)
          return (mode.key, String(decoding: data ?? Data(), as: UTF8.self))
        }))
  }

  /// The replicas for a cluster with some schedulable nodes, of which an API object holds no more
  /// than an Int32; nil where the parameters are refused.
  package func replicas(schedulable: Size, all: Size) -> Int? {
    let wanted: Int
    switch self {
    case .linear(let linear):
      wanted = linear.replicas(for: linear.includeUnschedulableNodes ? all : schedulable)
    case .ladder(let cores, let nodes):
      wanted = Swift.max(
        Self.replicas(of: schedulable.cores, cores), Self.replicas(of: schedulable.nodes, nodes))
    case .refused: return nil
    }
    return Swift.min(wanted, Int(Int32.max))
  }

  /// The replicas of the highest step that is reached, or of the lowest one; 1 without steps.
  private static func replicas(of count: Int, _ steps: [Step]) -> Int {
    (steps.last { $0.least <= count } ?? steps.first)?.replicas ?? 1
  }

  private static func linear(_ content: Data) -> Self {
    guard let linear = try? JSONDecoder().decode(Linear.self, from: content) else {
      return .refused("error parsing linear params: could not parse parameters")
    }
    return linear.problem.map { .refused("error parsing linear params: " + $0) } ?? .linear(linear)
  }

  private static func ladder(_ content: Data) -> Self {
    guard let tables = try? JSONDecoder().decode(Tables.self, from: content) else {
      return .refused("error parsing ladder params: could not parse parameters")
    }
    let names = [("cores", tables.coresToReplicas), ("nodes", tables.nodesToReplicas)]
    for (name, entries) in names {
      let wrong = (entries ?? []).first { $0.contains { $0 < 0 } }
      if let wrong {
        return .refused(
          "error parsing ladder params: invalid negative values in entry "
            + "[\(wrong.map(String.init).joined(separator: " "))] in \(name)_to_replicas_map")
      }
    }
    return .ladder(cores: steps(tables.coresToReplicas), nodes: steps(tables.nodesToReplicas))
  }

  /// The tables of the ladder mode, whose entries are pairs.
  private struct Tables: Decodable {
    let coresToReplicas: [[Int]]?
    let nodesToReplicas: [[Int]]?
  }

  private static func steps(_ entries: [[Int]]?) -> [Step] {
    (entries ?? []).map { Step(least: $0.first ?? 0, replicas: $0.dropFirst().first ?? 0) }
      .sorted { $0.least < $1.least }
  }
}

extension ClusterProportion.Linear {
  private enum Key: String, CodingKey {
    case coresPerReplica, nodesPerReplica, min, max, preventSinglePointFailure,
      includeUnschedulableNodes
  }

  /// Reads the parameters, of which each may be left out.
  package init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    coresPerReplica = try fields.decodeIfPresent(Double.self, forKey: .coresPerReplica) ?? 0
    nodesPerReplica = try fields.decodeIfPresent(Double.self, forKey: .nodesPerReplica) ?? 0
    let least = try fields.decodeIfPresent(Int.self, forKey: .min) ?? 0
    min = least == 0 ? 1 : least
    max = try fields.decodeIfPresent(Int.self, forKey: .max) ?? 0
    preventSinglePointFailure =
      try fields.decodeIfPresent(Bool.self, forKey: .preventSinglePointFailure) ?? false
    includeUnschedulableNodes =
      try fields.decodeIfPresent(Bool.self, forKey: .includeUnschedulableNodes) ?? false
  }

  /// Why the autoscaler does not take them; nil where it does (linear_controller.go parseParams).
  fileprivate var problem: String? {
    if min < 0 { return "invalid negative value for min: \(min)" }
    if max != 0, max < min {
      return "max replicas count \(max) should be greater than / equal to min replicas count "
        + "\(min)"
    }
    if coresPerReplica == 0, nodesPerReplica == 0 {
      return "should at least provide either CoresPerReplica or NodesPerReplica (Greater than 0)"
    }
    if coresPerReplica < 0 {
      return "invalid negative value for coresPerReplica: \(coresPerReplica)"
    }
    if nodesPerReplica < 0 {
      return "invalid negative value for nodesPerReplica: \(nodesPerReplica)"
    }
    return nil
  }

  /// The replicas for a cluster: the more of those for its cores and for its nodes.
  fileprivate func replicas(for size: ClusterProportion.Size) -> Int {
    var forNodes = replicas(of: size.nodes, each: nodesPerReplica)
    if preventSinglePointFailure, size.nodes > 1 { forNodes = Swift.max(2, forNodes) }
    return Swift.max(replicas(of: size.cores, each: coresPerReplica), forNodes)
  }

  private func replicas(of count: Int, each: Double) -> Int {
    guard each > 0 else { return 1 }
    let most = Double(max == 0 ? Int(Int32.max) : Swift.min(max, Int(Int32.max)))
    return Swift.max(min, Int(Swift.min(most, (Double(count) / each).rounded(.up))))
  }
}
