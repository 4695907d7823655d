package import SimulationKernel

/// How the components of one master are.
package struct MasterStatus: Sendable {
  /// The leases that one of the masters holds each, by name.
  package static var leases: [String] { ControlPlane.Component.leased.map(\.lease) }

  /// Index of the node.
  package let node: Int
  /// Whether they run and reach each other.
  package let isRunning: Bool
  /// Whether its etcd member sees a leader.
  package let seesLeader: Bool
  /// Whether it holds a lease, in the order of the leases' names.
  package let holds: [Bool]
}

extension Cluster {
  /// How the masters are at an instant; none where somebody else runs the control plane.
  package func masterStatuses(at now: SimTime) -> [MasterStatus] {
    controlPlane.masters.map { node in
      MasterStatus(
        node: node, isRunning: runsComponents(node, at: now), seesLeader: isControlPlaneUp,
        holds: ControlPlane.Component.leased.map {
          controlPlane.leaders[Int($0.rawValue)].node == node
        })
    }
  }
}
