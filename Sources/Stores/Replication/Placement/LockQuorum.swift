/// Lockers that grant a lock on a name (minio `dsync/drwmutex.go`): one on each server; half of
/// them for a lock that others share, and one more for an exclusive one.
package enum LockQuorum {
  /// Lockers for a lock that readers share.
  package static func read(lockers: Int) -> Int { lockers - lockers / 2 }

  /// Lockers for a lock that a writer has alone.
  package static func write(lockers: Int) -> Int {
    let shared = read(lockers: lockers)
    return shared == lockers / 2 ? shared + 1 : shared
  }
}
