import Cluster

/// A pod of a Job that makes a backup.
struct BackupPod {
  let pod: PodHandle
  let subject: BackupSubject
  /// Runs of the subject before it.
  let run: Int
}
