/// What a backup saves.
enum BackupSubject: Equatable {
  /// The data of a store.
  case store(Int)
  /// What the cluster's API holds.
  case state
}
