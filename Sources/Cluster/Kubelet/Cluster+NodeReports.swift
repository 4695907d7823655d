import SimulationKernel

/// What a kubelet tells of its node: as it starts, and when the node controller had written that
/// nobody knows how the node is.
extension Cluster {
  /// A kubelet has started: it writes the node's conditions anew, sets the limits of its pods'
  /// cgroups, and finds another boot than the one that the node's object names
  /// (pkg/kubelet/kubelet_node_status.go initialNode, pkg/kubelet/nodestatus MachineInfo,
  /// pkg/kubelet/cm/node_container_manager_linux.go).
  mutating func reportStart(
    of node: Int, isReboot: Bool, in simulation: borrowing Simulation
  ) {
    record(node: node, "Starting", "Starting kubelet.", by: .kubelet, in: simulation)
    reportConditions(of: node, in: simulation)
    record(
      node: node, "NodeAllocatableEnforced", "Updated Node Allocatable limit across pods",
      by: .kubelet, in: simulation)
    guard isReboot else { return }
    let name = nodeSpecs[node].name
    let boot = ObjectNames.uid(NameHash("\(name)#\(nodes[node].boots)"))
    record(
      node: node, "Rebooted", "Node \(name) has been rebooted, boot id: \(boot)", isWarning: true,
      by: .kubelet, in: simulation)
  }

  /// A kubelet writes conditions that were Unknown, or were not there
  /// (pkg/kubelet/nodestatus/setters.go MemoryPressureCondition and its like).
  mutating func reportConditions(of node: Int, in simulation: borrowing Simulation) {
    for pressure in NodePressure.allCases {
      let reason = pressure.reason(isShown: evictions[node][pressure].isShown)
      record(
        node: node, reason, "Node \(nodeSpecs[node].name) status is now: \(reason)", by: .kubelet,
        in: simulation)
    }
  }

  /// A kubelet tells with its next status whether its node takes new pods
  /// (recordNodeSchedulableEvent); that it sends one every ten seconds is not modelled.
  mutating func reportSchedulable(of node: Int, in simulation: borrowing Simulation) {
    guard runsKubelet(node), hearsAPI(node) else { return }
    let reason = nodes[node].isCordoned ? "NodeNotSchedulable" : "NodeSchedulable"
    record(
      node: node, reason, "Node \(nodeSpecs[node].name) status is now: \(reason)", by: .kubelet,
      in: simulation)
  }
}
