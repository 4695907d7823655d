import Manifests

/// Who makes the backups of the stores.
struct BackupWatch {
  /// CronJobs whose pods make backups, by the cluster's numbering, and what each saves.
  let jobs: [(workload: Int, subject: BackupSubject)]
  /// Those pods that are at work.
  var pods: [BackupPod] = []
  /// What declares the backups of each store.
  let origins: [String]
  /// Runs of each store of which events were written, and of the API's state.
  var told: [Int]
  var stateTold = 0

  init(_ bound: [StoreBinding], state: StateBackup?) {
    let own = state?.jobs.map { (workload: $0, subject: BackupSubject.state) } ?? []
    jobs =
      own
      + bound.enumerated().flatMap { store, binding in
        binding.backupJobs.map { (workload: $0, subject: BackupSubject.store(store)) }
      }
    origins = bound.map { $0.backup.origin ?? $0.model.name }
    told = bound.map { _ in 0 }
  }
}
