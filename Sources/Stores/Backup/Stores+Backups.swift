import Cluster
import Manifests
package import Metrics
package import SimulationKernel

/// Backups as the cluster sees them: pods of Jobs, and objects with events.
extension Stores {
  /// A Job's pod has started: the store's backup begins, and the pod ends with it.
  mutating func beginBackup(in pod: PodHandle, _ cluster: borrowing Cluster) {
    let owner = cluster.maker(of: Int(cluster.pods[pod].workload))
    guard let job = backups.jobs.first(where: { $0.workload == owner }) else { return }
    backups.pods.append(
      BackupPod(pod: pod, subject: job.subject, run: runs(of: job.subject).count))
    switch job.subject {
    case .store(let store): groups.askForBackup(of: store)
    case .state: state?.ask()
    }
  }

  /// A Job's pod is gone before its backup was whole.
  mutating func endBackup(in pod: PodHandle, now: SimTime) {
    guard let index = backups.pods.firstIndex(where: { $0.pod == pod }) else { return }
    let work = backups.pods.remove(at: index)
    let reason = "its Job's pod ended"
    switch work.subject {
    case .store(let store): groups.abandonBackup(of: store, reason, now: now)
    case .state: state?.abandon(reason, now: now)
    }
  }

  /// Pods whose backup is over end as it did, and what ended is an event.
  mutating func followBackups(
    of store: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    endPods(of: .store(store), in: &simulation, &cluster)
    Self.tell(
      runs(of: .store(store)), since: &backups.told[store], namespace: systems[store].namespace,
      origin: backups.origins[store], in: simulation, &cluster)
  }

  /// The attempts at backups of something.
  private func runs(of subject: BackupSubject) -> [BackupRun] {
    switch subject {
    case .store(let store): groups.backupRuns(of: store)
    case .state: state?.backup.runs ?? []
    }
  }

  /// Pods of Jobs whose backup is over end as it did.
  mutating func endPods(
    of subject: BackupSubject, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard backups.pods.contains(where: { $0.subject == subject }) else { return }
    let runs = runs(of: subject)
    for work in backups.pods where work.subject == subject {
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
  }

  /// An event for each backup that ended since the last look, as CloudNativePG words them
  /// (pkg/management/postgres/backup.go).
  static func tell(
    _ runs: [BackupRun], since told: inout Int, namespace: String, origin: String,
    in simulation: borrowing Simulation, _ cluster: inout Cluster
  ) {
    while told < runs.count, runs[told].outcome != .running {
      let run = runs[told]
      told += 1
      guard run.kind == .base else { continue }
      let isFailed = run.outcome == .failed
      cluster.record(
        kind: "Backup", namespace: namespace, name: origin + "-" + String(told),
        isFailed ? "Failed" : "Completed",
        isFailed ? "Backup failed: \(run.reason)" : "Backup completed", isWarning: isFailed,
        by: .anOperator, in: simulation)
    }
  }

  /// How many attempts at backups began or ended so far.
  package var backupChanges: Int {
    func changes(_ runs: [BackupRun]) -> Int {
      runs.reduce(0) { $0 + ($1.outcome == .running ? 1 : 2) }
    }
    return groups.stores.indices.reduce(changes(state?.backup.runs ?? [])) { sum, store in
      sum + changes(groups.backupRuns(of: store))
    }
  }

  /// Every attempt at a backup so far, one row each.
  package func backupRows() -> [BackupRow] {
    var rows: [BackupRow] = []
    func add(_ runs: [BackupRun], of system: String) {
      for run in runs {
        var row = BackupRow(
          index: Int32(rows.count), system: system, kind: run.kind.rawValue,
          startedAt: run.startedAt)
        row.endedAt = run.endedAt
        row.bytes = run.bytes
        row.outcome = run.outcome.rawValue
        row.reason = run.reason.isEmpty ? run.chain?.sentence ?? "" : run.reason
        row.recoveryTime = run.chain?.total
        row.pointAge = run.pointAge
        rows.append(row)
      }
    }
    for store in groups.stores.indices {
      add(groups.backupRuns(of: store), of: groups.stores[store].name)
    }
    add(state?.backup.runs ?? [], of: StateBackup.name)
    return rows
  }

  /// The age of the state to which each store that is backed up, or says that it is, could be
  /// brought back; nil for the others.
  package func recoveryPointAge(of store: Int, now: SimTime) -> SimDuration? {
    groups.stores[store].backup == nil ? nil : groups.recoveryPointAge(of: store, now: now)
  }

  /// Whether a store that is to be backed up has no whole backup.
  package func lacksBackup(_ store: Int) -> Bool {
    groups.stores[store].backup?.bases.isEmpty ?? false
  }

  /// When a store's last backup was whole, and when one last failed.
  package func lastBackups(of store: Int) -> (completed: SimTime?, failed: SimTime?) {
    let runs = groups.backupRuns(of: store).filter { $0.kind == .base }
    return (
      runs.last { $0.outcome == .completed }?.endedAt, runs.last { $0.outcome == .failed }?.endedAt
    )
  }

  /// Acknowledged writes of one of a store's operations by a time.
  package func accepted(by time: SimTime, store: Int, operation: Int) -> UInt64 {
    groups.stores[store].acceptedWrites(by: time, operation: operation)
  }

  /// What a store lacks since it was brought back.
  package func restoredSpans(of store: Int) -> [RestoredSpan] { groups.stores[store].restored }
}

extension StoreGroups {
  /// The attempts at backups of a store.
  package func backupRuns(of store: Int) -> [BackupRun] { stores[store].backup?.runs ?? [] }
}

extension StoreState {
  /// Acknowledged writes of an operation by a time.
  func acceptedWrites(by time: SimTime, operation: Int) -> UInt64 {
    time < .zero ? 0 : history.count(by: time, operation: operation)
  }
}
