import Cluster
import Manifests
package import SimulationKernel

/// The backups of what the API holds, as the cluster sees them.
extension Stores {
  /// Lets the backups of what the API holds go on, and what is lost of it come back.
  ///
  /// It has checks of its own: a platform without data systems is backed up too.
  mutating func watchState(in simulation: inout Simulation, _ cluster: inout Cluster) {
    guard var state else { return }
    awaitStateCheck(in: &simulation)
    let now = simulation.now
    let holder = state.found.destination
    let isHolderThere = holder.map { groups.isThere(holder: $0) } ?? true
    // Without a machine nothing of a lost region is back, wherever its API servers were.
    let isAPIThere = cluster.isControlPlaneUp && cluster.nodes.contains { $0.isUp && !$0.isDeleted }
    let transfer = state.step(
      isSourceThere: isAPIThere && (isHolderThere || state.isLost),
      room: holder.flatMap { groups.room(at: $0) },
      isOperatorAtWork: state.keeper.map { cluster.isAtWork($0) } ?? true,
      interval: StoreGroups.watchInterval, now: now)
    if let holder { groups.keep(transfer.written - transfer.deleted, at: holder) }
    groups.isStateLost = state.isLost
    self.state = state
    endPods(of: .state, in: &simulation, &cluster)
    Self.tell(
      state.backup.runs, since: &backups.stateTold, namespace: "velero",
      origin: state.found.origin, in: simulation, &cluster)
  }

  /// Schedules the next check of the backups of what the API holds.
  func awaitStateCheck(in simulation: inout Simulation) {
    simulation.schedule(
      after: StoreGroups.watchInterval, room: Room.stores.rawValue,
      kind: StoreEvent.watchState.rawValue, argument: 0)
  }

  /// The age of the state to which what the API holds could be brought back; nil where nobody backs
  /// it up.
  package func stateRecoveryPointAge(now: SimTime) -> SimDuration? {
    guard let state else { return nil }
    let base = state.backup.newest(at: now, before: now, isRegionLost: false)
    return now - (base?.from ?? .zero)
  }
}
