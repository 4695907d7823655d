package import Manifests
package import SimulationKernel

/// A fault that stops a daemon of machines while their containers run on.
///
/// The repair starts it again; a machine that has booted meanwhile has started it by itself.
package protocol DaemonStop: NodeFault, ClusterFault {
  /// What it stops.
  static var daemon: NodeDaemon { get }
}

extension DaemonStop {
  /// Machines that are powered on.
  package func targets(
    in cluster: borrowing Cluster, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    cluster.poweredOn(cluster.nodes(of: target, random: random))
  }

  /// Stops the daemon of each.
  package func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair {
    var stopped: [StoppedDaemon] = []
    for node in targets.compactMap(\.node) {
      stopped.append(cluster.stop(Self.daemon, of: node, in: &simulation))
    }
    return DaemonStart(stopped: stopped)
  }
}

/// Daemons that start again.
private struct DaemonStart: ClusterRepair {
  let stopped: [StoppedDaemon]

  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {
    for daemon in stopped { cluster.start(daemon, in: &simulation) }
  }
}
