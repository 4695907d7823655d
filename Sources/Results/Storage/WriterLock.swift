import Glibc

/// The right to write to a results file, held for as long as an experiment runs.
///
/// SQLite would let two writers take turns transaction by transaction, and either could starve in
/// the middle of its experiment; so the whole experiment is guarded by an advisory `flock` on the
/// database file. Linux keeps it apart from the record locks that SQLite takes, and drops it when
/// the process dies.
final class WriterLock {
  private let descriptor: Int32

  /// How often a held lock is tried again, a tenth of a second apart: five seconds.
  private static let attempts = 50

  /// Takes the lock, making the file where there is none.
  init(path: String) throws(ResultsError) {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .unusable(path: path, reason: String(cString: strerror(errno)))
    }
    for attempt in 0... {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { break }
      guard attempt < Self.attempts else {
        close(descriptor)
        throw .busy(path: path)
      }
      usleep(100_000)
    }
    self.descriptor = descriptor
  }

  /// Whether a process writes to a file now; to be asked while this one has not opened it.
  static func isHeld(path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Lets others write; to be called after SQLite has closed the file.
  ///
  /// Closing any descriptor of a file drops the process's record locks on it, SQLite's as well.
  func release() { close(descriptor) }
}
