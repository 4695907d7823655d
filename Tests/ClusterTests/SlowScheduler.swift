import Cluster
import Foundation
import Manifests

import struct Cluster.NodeTaint

/// The plugins' rules written down once more, straight from their definitions.
///
/// Over lists of nodes and pods: no index, no tally, no order. Slow, and the oracle of the fast
/// scheduler.
struct SlowScheduler {
  struct Placed {
    var template: PodTemplate
    var namespace: String
    var node: Int
    var isTerminating = false
  }

  static let zoneKey = "topology.kubernetes.io/zone"
  static let hostKey = "kubernetes.io/hostname"

  var nodes: [NodeSpec] = []
  var pods: [Placed] = []
  var namespaces: [ClusterSpec.Namespace] = []

  private func on(_ node: Int) -> [Placed] { pods.filter { $0.node == node } }

  private func domain(_ key: String, _ node: Int) -> String? { nodes[node].labels[key] }

  /// Status of a filter by name: Success, Unschedulable or UnschedulableAndUnresolvable.
  func status(_ filter: String, _ pod: PodTemplate, _ namespace: String, _ node: Int) -> String {
    let unresolvable = "UnschedulableAndUnresolvable"
    switch filter {
    case "NodeResourcesFit": return fits(pod, node) ? "Success" : "Unschedulable"
    case "NodePorts": return portsFree(pod, node) ? "Success" : "Unschedulable"
    case "NodeAffinity": return allows(pod, node) ? "Success" : unresolvable
    case "TaintToleration": return tolerates(pod, node) ? "Success" : unresolvable
    case "PodTopologySpread": return spread(pod, namespace, node)
    case "InterPodAffinity": return affinity(pod, namespace, node)
    default: return "Success"
    }
  }

  private func fits(_ pod: PodTemplate, _ node: Int) -> Bool {
    let here = on(node).map(\.template.requests)
    let own = pod.requests
    let whole = nodes[node].allocatable
    return Int64(here.count) + 1 <= nodes[node].podLimit
      && (own.cpuMilli == 0
        || here.reduce(own.cpuMilli) { $0 + $1.cpuMilli } <= whole.cpuMilli)
      && (own.memory == 0 || here.reduce(own.memory) { $0 + $1.memory } <= whole.memory)
  }

  private func portsFree(_ pod: PodTemplate, _ node: Int) -> Bool {
    let wanted = pod.containers.flatMap(\.hostPorts)
    let taken = on(node).flatMap { $0.template.containers.flatMap(\.hostPorts) }
    return !wanted.contains { port in
      taken.contains {
        $0.port == port.port && $0.transport == port.transport
          && ($0.address == port.address || $0.address == "0.0.0.0" || port.address == "0.0.0.0")
      }
    }
  }

  func allows(_ pod: PodTemplate, _ node: Int) -> Bool {
    let labels = nodes[node].labels
    guard pod.nodeSelector.entries.allSatisfy({ labels[$0.key] == $0.value }) else { return false }
    return !pod.hasRequiredNodeTerms
      || pod.requiredNodeTerms.contains { term in
        !term.labels.isEmpty && term.labels.allSatisfy { $0.holds(for: labels[$0.key]) }
      }
  }

  func tolerates(_ pod: PodTemplate, _ node: Int) -> Bool {
    nodes[node].taints.filter { $0.effect != .preferNoSchedule }.allSatisfy { taint in
      pod.tolerations.contains { $0.tolerates(taint, comparesNumbers: false) }
    }
  }

  private func selects(_ selector: LabelSelector?, _ labels: StringMap) -> Bool {
    selector?.matches(labels) ?? false
  }

  // MARK: Topology spread

  private func counted(
    _ constraint: SpreadConstraint, _ pod: PodTemplate, _ namespace: String, _ node: Int
  ) -> Int {
    // The pod's own values of matchLabelKeys join the selector; one without any condition, as one
    // that is missing, counts nobody.
    guard let selector = constraint.selector else { return 0 }
    let keys = constraint.matchLabelKeys.filter { pod.labels[$0] != nil }
    guard !selector.isEmpty || !keys.isEmpty else { return 0 }
    return on(node).count { other in
      !other.isTerminating && other.namespace == namespace
        && selector.matches(other.template.labels)
        && keys.allSatisfy { other.template.labels[$0] == pod.labels[$0] }
    }
  }

  private func includes(_ constraint: SpreadConstraint, _ pod: PodTemplate, _ node: Int) -> Bool {
    (!constraint.honorsNodeAffinity || allows(pod, node))
      && (!constraint.honorsTaints || tolerates(pod, node))
  }

  private func spread(_ pod: PodTemplate, _ namespace: String, _ node: Int) -> String {
    let hard = pod.spreadConstraints.filter(\.isRequired)
    for constraint in hard {
      guard let own = domain(constraint.topologyKey, node) else {
        return "UnschedulableAndUnresolvable"
      }
      var sums: [String: Int] = [:]
      for other in nodes.indices
      where hard.allSatisfy({ domain($0.topologyKey, other) != nil })
        && includes(constraint, pod, other)
      {
        sums[domain(constraint.topologyKey, other) ?? "", default: 0] += counted(
          constraint, pod, namespace, other)
      }
      let least = sums.count < constraint.minDomains ? 0 : sums.values.min() ?? 0
      let matchesSelf = selects(constraint.selector, pod.labels)
      if (sums[own] ?? 0) + (matchesSelf ? 1 : 0) - least > constraint.maxSkew {
        return "Unschedulable"
      }
    }
    return "Success"
  }

  /// Scores of spreading; a pod without constraints that has an owner gets the cluster's own, for
  /// which nodes need no label: those without are one domain, and it adds nothing to their score.
  func spreadScores(
    _ pod: PodTemplate, _ namespace: String, _ feasible: [Int], owner: LabelSelector? = nil
  ) -> [Int64] {
    let isDefault = pod.spreadConstraints.isEmpty && owner != nil
    let soft =
      isDefault
      ? [(SlowScheduler.hostKey, 3), (SlowScheduler.zoneKey, 5)].map {
        SpreadConstraint(maxSkew: $1, topologyKey: $0, isRequired: false, selector: owner)
      } : pod.spreadConstraints.filter { !$0.isRequired }
    let kept = feasible.filter { node in
      isDefault || soft.allSatisfy { domain($0.topologyKey, node) != nil }
    }
    var sums: [Int: Double] = [:]
    for constraint in soft {
      let isHost = constraint.topologyKey == SlowScheduler.hostKey
      let places = Set(kept.map { domain(constraint.topologyKey, $0) ?? "" })
      let weight = log(Double((isHost ? kept.count : places.count) + 2))
      for node in kept where domain(constraint.topologyKey, node) != nil {
        let peers = nodes.indices.filter { other in
          isHost
            ? other == node
            : domain(constraint.topologyKey, other) == domain(constraint.topologyKey, node)
              && (isDefault || soft.allSatisfy { domain($0.topologyKey, other) != nil })
              && includes(constraint, pod, other)
        }
        let count = peers.reduce(0) { $0 + counted(constraint, pod, namespace, $1) }
        sums[node, default: 0] += Double(count) * weight + Double(constraint.maxSkew - 1)
      }
    }
    let raw = kept.map { Int64((sums[$0] ?? 0).rounded()) }
    let (least, greatest) = (raw.min() ?? 0, raw.max() ?? 0)
    return feasible.map { node in
      guard let place = kept.firstIndex(of: node) else { return 0 }
      return greatest == 0 ? 100 : 100 * (greatest + least - raw[place]) / greatest
    }
  }

  // MARK: Affinity between pods

  private func isMeant(
    _ term: AffinityTerm, _ carrier: String, _ other: PodTemplate, _ namespace: String
  ) -> Bool {
    var scope = term.namespaces
    if let selector = term.namespaceSelector {
      scope += namespaces.filter { selector.matches($0.labels) }.map(\.name)
    } else if scope.isEmpty {
      scope = [carrier]
    }
    return scope.contains(namespace) && selects(term.selector, other.labels)
  }

  private func affinity(_ pod: PodTemplate, _ namespace: String, _ node: Int) -> String {
    let near = pod.requiredAffinity
    if !near.isEmpty {
      if near.contains(where: { domain($0.topologyKey, node) == nil }) {
        return "UnschedulableAndUnresolvable"
      }
      let friends = pods.filter { other in
        near.allSatisfy { isMeant($0, namespace, other.template, other.namespace) }
      }
      let isNear = near.allSatisfy { term in
        friends.contains { domain(term.topologyKey, $0.node) == domain(term.topologyKey, node) }
      }
      let hasFriends = friends.contains { friend in
        near.contains { domain($0.topologyKey, friend.node) != nil }
      }
      let isOwnFriend = near.allSatisfy { isMeant($0, namespace, pod, namespace) }
      if !isNear && (hasFriends || !isOwnFriend) { return "UnschedulableAndUnresolvable" }
    }
    for other in pods {
      let clashes = pod.requiredAntiAffinity.contains { term in
        shares(term.topologyKey, other.node, node)
          && isMeant(term, namespace, other.template, other.namespace)
      }
      let isRefused = other.template.requiredAntiAffinity.contains { term in
        shares(term.topologyKey, other.node, node)
          && isMeant(term, other.namespace, pod, namespace)
      }
      if clashes || isRefused { return "Unschedulable" }
    }
    return "Success"
  }

  private func shares(_ key: String, _ left: Int, _ right: Int) -> Bool {
    domain(key, left) != nil && domain(key, left) == domain(key, right)
  }

  func affinityScores(_ pod: PodTemplate, _ namespace: String, _ feasible: [Int]) -> [Int64] {
    let raw = feasible.map { node in
      pods.reduce(Int64(0)) { sum, other in
        var sum = sum
        for preferred in pod.preferredAffinity
        where shares(preferred.term.topologyKey, other.node, node)
          && isMeant(preferred.term, namespace, other.template, other.namespace)
        {
          sum += preferred.weight
        }
        for preferred in other.template.preferredAffinity
        where shares(preferred.term.topologyKey, other.node, node)
          && isMeant(preferred.term, other.namespace, pod, namespace)
        {
          sum += preferred.weight
        }
        for term in other.template.requiredAffinity
        where shares(term.topologyKey, other.node, node)
          && isMeant(term, other.namespace, pod, namespace)
        {
          sum += 1
        }
        return sum
      }
    }
    let (least, greatest) = (raw.min() ?? 0, raw.max() ?? 0)
    return raw.map {
      greatest == least ? 0 : Int64(100 * (Double($0 - least) / Double(greatest - least)))
    }
  }

  /// LeastAllocated over cpu and memory; every container of these worlds states its requests.
  func leastAllocated(_ pod: PodTemplate, _ feasible: [Int]) -> [Int64] {
    feasible.map { node in
      let used = on(node).map(\.template.requests) + [pod.requests]
      let whole = nodes[node].allocatable
      func share(_ used: Int64, _ whole: Int64) -> Int64 {
        used > whole ? 0 : (whole - used) * 100 / whole
      }
      return
        (share(used.reduce(0) { $0 + $1.cpuMilli }, whole.cpuMilli)
        + share(used.reduce(0) { $0 + $1.memory }, whole.memory)) / 2
    }
  }
}
