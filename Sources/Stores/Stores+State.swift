import Cluster
import Manifests
package import SimulationKernel

/// The backups of what the API holds, as the cluster sees them.
extension Stores {
  /// Lets the backups of what the API holds go on, and what is lost of it come back.
  mutating func watchState(in simulation: inout Simulation, _ cluster: inout Cluster) {
    guard var state else { return }
    let now = simulation.now
    let holder = state.found.destination
    let isHolderThere = holder.map { groups.isThere(holder: $0) } ?? true
    // Without a machine nothing of a lost region is back, wherever its API servers were.
    let isAPIThere = cluster.isControlPlaneUp && cluster.nodes.contains { $0.isUp && !$0.isDeleted }
    let transfer = state.step(
      isSourceThere: isAPIThere && (isHolderThere || state.isLost),
      room: holder.flatMap { groups.room(at: $0) },
      isKeeperAtWork: state.keeper.map { cluster.isAtWork($0) } ?? true,
      interval: StoreGroups.watchInterval, now: now)
    if let holder { groups.keep(transfer.written - transfer.deleted, at: holder) }
    groups.isStateLost = state.isLost
    self.state = state
    followStateBackups(in: &simulation, &cluster)
  }

  /// Pods of Jobs whose backup of the state is over end as it did, and what ended is an event.
  private mutating func followStateBackups(
    in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard let runs = state?.backup.runs, let found = state?.found else { return }
    for work in backups.pods where work.store < 0 {
      let own = runs.dropFirst(work.run).first { $0.kind == .base }
      guard let own, own.outcome != .running else { continue }
      backups.pods.removeAll { $0.pod == work.pod }
      guard cluster.pods.contains(work.pod) else { continue }
      if own.outcome == .completed {
        cluster.exit(work.pod, in: &simulation)
      } else {
        cluster.crash(work.pod, exitCode: 1, reason: .error, in: &simulation)
      }
    }
    while backups.stateTold < runs.count, runs[backups.stateTold].outcome != .running {
      let run = runs[backups.stateTold]
      backups.stateTold += 1
      guard run.kind == .base else { continue }
      let isFailed = run.outcome == .failed
      cluster.record(
        kind: "Backup", namespace: "velero", name: found.origin + "-" + String(backups.stateTold),
        isFailed ? "Failed" : "Completed",
        isFailed ? "Backup failed: \(run.reason)" : "Backup completed", isWarning: isFailed,
        in: simulation)
    }
  }

  /// The age of the state to which what the API holds could be brought back; nil where nobody backs
  /// it up.
  package func stateRecoveryPointAge(now: SimTime) -> SimDuration? {
    guard let state else { return nil }
    let base = state.backup.newest(at: now, before: now, isRegionLost: false)
    return now - (base?.from ?? .zero)
  }
}
