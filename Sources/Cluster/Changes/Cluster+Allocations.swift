import SimulationKernel

/// What each Service has for itself: ports of the nodes and its address
/// (pkg/registry/core/service/storage/alloc.go).
extension Cluster {
  /// Takes the Services out of an update that ask for what another has; returns why, for the first
  /// of them.
  ///
  /// What two of one file ask for is told when it is read.
  mutating func refuseTaken(
    _ update: inout ClusterUpdate, in simulation: borrowing Simulation
  ) -> String? {
    var first: String?
    for spec in update.services {
      guard let taken = allocationProblem(of: spec) else { continue }
      let problem = "The Service \"\(spec.name)\" is invalid: \(taken)"
      record(
        kind: "Service", namespace: spec.namespace, name: spec.name, "Invalid", problem,
        isWarning: true, by: .kubectl, in: simulation)
      update.drop("Service", spec.namespace, spec.name)
      first = first ?? problem
    }
    return first
  }

  private func allocationProblem(of spec: ServiceSpec) -> String? {
    let others = services.lazy.filter {
      $0.exists && ($0.spec.name != spec.name || $0.spec.namespace != spec.namespace)
    }
    for (index, port) in spec.nodePorts.enumerated() {
      guard let port, others.contains(where: { $0.spec.nodePorts.contains(port) }) else { continue }
      return "spec.ports[\(index)].nodePort: Invalid value: \(port): provided port is already "
        + "allocated"
    }
    guard let address = spec.address, others.contains(where: { $0.spec.address == address }) else {
      return nil
    }
    return "spec.clusterIPs: Invalid value: [\"\(address)\"]: failed to allocate IP \(address): "
      + "provided IP is already allocated"
  }
}
