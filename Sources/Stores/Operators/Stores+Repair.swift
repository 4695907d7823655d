import Cluster
import SimulationKernel

/// Operators mend what the system does not mend by itself.
extension Stores {
  /// Lets a store's operator look, when its period is over and it is at work.
  mutating func repair(
    store: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let now = simulation.now
    guard let rule = groups.stores[store].configuration.manager.repair,
      now >= repairs[store].nextAt
    else { return }
    repairs[store].nextAt = now + rule.period
    guard isOperatorAtWork(of: store, cluster) else { return }
    replaceFailedPods(of: store, rule, in: &simulation, &cluster)
    guard askToRunCommands(in: store, in: simulation, &cluster) else { return }
    for member in groups.adoptStrangers(store: store, now: now) {
      tell(
        member, "ClusterNodeAdded", "the node has met the cluster; its former name is forgotten",
        in: simulation, &cluster)
    }
    if rule.spreadsLeaders { spreadLeaders(of: store, in: simulation, &cluster) }
  }

  /// Deletes pods that failed long ago: whose machine is gone or that do not end; their controller
  /// makes others.
  private mutating func replaceFailedPods(
    of store: Int, _ rule: RepairRule, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let now = simulation.now
    let known = repairs[store].failing
    repairs[store].failing = []
    for member in groups.stores[store].members where hasFailed(member, cluster) {
      let since = known.first { $0.member == member }?.since ?? now
      guard now - since >= rule.patience else {
        repairs[store].failing.append((member, since))
        continue
      }
      let pod = pods[member]
      let request = APIRequest("delete", "pods", namespace: cluster.namespace(of: pod))
      if let manager = operatorWorkloads[store], !cluster.ask(request, by: manager, in: simulation)
      {
        continue
      }
      tell(member, "FailedPodDeleted", "the pod has failed for long", in: simulation, &cluster)
      cluster.deletePod(pod, grace: .zero, in: &simulation)
    }
  }

  /// Whether a member's pod is on a machine that does not answer.
  private func hasFailed(_ member: Int, _ cluster: borrowing Cluster) -> Bool {
    let pod = pods[member]
    guard cluster.pods.contains(pod), !groups.members[member].isReady else { return false }
    let node = Int(cluster.pods[pod].node)
    return node >= 0 && !(cluster.nodes[node].isUp && cluster.nodes[node].isReachable)
  }

  /// Asks the API whether a store's operator may run commands in its pods; where there is something
  /// to mend, a refusal is an event.
  private mutating func askToRunCommands(
    in store: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) -> Bool {
    guard let manager = operatorWorkloads[store] else { return true }
    let request = APIRequest("create", "pods/exec", namespace: systems[store].namespace)
    guard groups.hasStrangers(store: store) else {
      return cluster.refusal(of: request, by: manager) == nil
    }
    return cluster.ask(request, by: manager, in: simulation)
  }

  /// Moves one master of those that share a zone to a copy in a zone without any.
  private mutating func spreadLeaders(
    of store: Int, in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    let shards = groups.stores[store].shards
    let zones = shards.map { group in
      groups.groups[group].leader.map { zone(of: groups.groups[group].members[$0], cluster) } ?? -1
    }
    for (shard, group) in shards.enumerated() where zones[shard] >= 0 {
      guard zones[..<shard].contains(zones[shard]) else { continue }
      let slot = groups.groups[group].members.indices.first { slot in
        let member = groups.groups[group].members[slot]
        let other = zone(of: member, cluster)
        return other >= 0 && !zones.contains(other) && groups.isSettled(member)
      }
      guard let slot else { continue }
      groups.handOver(group: group, to: slot, now: simulation.now)
      tell(
        groups.groups[group].members[slot], "MasterMoved",
        "this node took its master's place, so that no two masters share a zone", in: simulation,
        &cluster)
      return
    }
  }

  private func zone(of member: Int, _ cluster: borrowing Cluster) -> Int32 {
    guard cluster.pods.contains(pods[member]) else { return -1 }
    let node = Int(cluster.pods[pods[member]].node)
    return node < 0 ? -1 : cluster.nodes[node].zone
  }

  /// Records an event of a member's pod.
  func tell(
    _ member: Int, _ reason: String, _ message: String, isWarning: Bool = true,
    in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    guard cluster.pods.contains(pods[member]) else { return }
    cluster.record(
      kind: "Pod", namespace: cluster.namespace(of: pods[member]),
      name: cluster.name(of: pods[member]), reason, message, isWarning: isWarning, by: .anOperator,
      in: simulation)
  }
}
