package import Manifests
import SimulationKernel

/// The network policies in the API, and pods as policies see them.
///
/// The agents on the nodes watch policies, namespaces and pods; a change acts when they have seen
/// it.
extension Cluster {
  /// A pod as one end of a connection.
  package func policyEndpoint(of pod: PodHandle) -> PolicyEndpoint {
    let state = pods[pod]
    let owner = workloads[Int(state.workload)]
    let known = namespaces.first { $0.name == owner.namespace }
    var endpoint = PolicyEndpoint(
      namespace: owner.namespace, namespaceLabels: known?.labels ?? StringMap(),
      labels: StringMap(labels(of: pod)), address: address(of: pod))
    endpoint.usesHostNetwork = templates[Int(state.template)].spec.usesHostNetwork
    endpoint.ports = templates[Int(state.template)].spec.namedPorts ?? []
    return endpoint
  }

  /// The address of a pod that stands on a node: one of the node's part of 10.244.0.0/16, kubeadm's
  /// and Flannel's usual range for pods (beyond 256 nodes what follows it); that of the node where
  /// the pod uses the node's network.
  package func address(of pod: PodHandle) -> UInt32 {
    let node = UInt32(max(0, pods[pod].node))
    guard !templates[Int(pods[pod].template)].spec.usesHostNetwork else {
      return 0xc0a8_000a + node
    }
    return 0x0a00_0000 | (0x00f4_0000 + node << 8 + 2 + UInt32(pod.index % 253)) & 0x00ff_ffff
  }

  /// The address of a pod that stands on a node, as it is written.
  func addressText(of pod: PodHandle) -> String {
    let address = address(of: pod)
    return [24, 16, 8, 0].map { String(address >> $0 & 0xff) }.joined(separator: ".")
  }

  /// Takes in policies that are new or differ, and the namespaces' labels as they are now.
  mutating func apply(_ policies: [NetworkPolicy], in simulation: inout Simulation) {
    for policy in policies {
      let known = networkPolicies.firstIndex {
        $0.metadata.name == policy.metadata.name
          && $0.metadata.namespace ?? "default" == policy.metadata.namespace ?? "default"
      }
      if let known {
        networkPolicies[known] = policy
      } else {
        networkPolicies.append(policy)
      }
    }
    if !networkPolicies.isEmpty { announcePolicies(in: &simulation) }
  }

  /// Deletes a policy; false where there is none.
  mutating func removeNetworkPolicy(
    namespace: String, name: String, in simulation: inout Simulation
  ) -> Bool {
    let count = networkPolicies.count
    networkPolicies.removeAll {
      $0.metadata.name == name && $0.metadata.namespace ?? "default" == namespace
    }
    guard networkPolicies.count < count else { return false }
    announcePolicies(in: &simulation)
    return true
  }

  /// Deletes the policies of a namespace that nothing keeps.
  mutating func removeNetworkPolicies(
    of namespace: String, in simulation: inout Simulation, unless isKept: (String) -> Bool
  ) {
    let count = networkPolicies.count
    networkPolicies.removeAll {
      $0.metadata.namespace ?? "default" == namespace && !isKept($0.metadata.name)
    }
    if networkPolicies.count < count { announcePolicies(in: &simulation) }
  }

  private func announcePolicies(in simulation: inout Simulation) {
    let key = RequestRandom.streamKey(seed: seed, stream: "network-policy")
    simulation.schedule(
      after: watchDelay(key, .policy, at: simulation.now), room: Room.mesh.rawValue,
      kind: PolicyNotice.rulesChanged.rawValue, argument: 0)
  }

  /// A pod's labels changed: policies and rules of routing may treat it differently.
  func announceLabels(of pod: PodHandle, in simulation: inout Simulation) {
    guard !networkPolicies.isEmpty || routesByLabels else { return }
    let delay = watchDelay(key(of: pod), .policy, at: simulation.now)
    simulation.schedule(
      after: delay, room: Room.mesh.rawValue, kind: PolicyNotice.podRelabelled.rawValue,
      argument: pod.rawValue)
  }
}
