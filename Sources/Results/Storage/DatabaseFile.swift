import Foundation
import GRDB

/// Opens results files.
enum DatabaseFile {
  /// How long SQLite waits for somebody else's lock, in seconds.
  private static let patience = 5.0
  /// Memory for pages and for each sort, in KiB (`PRAGMA cache_size`, negative): rows are written
  /// in the order of their keys and read once, so that SQLite's 2 MiB would save nothing.
  private static let cacheKiB = 512

  /// Opens a file for writing, making it and its tables where there are none.
  ///
  /// WAL: readers are never in the way, and a killed writer leaves every committed transaction.
  static func openForWriting(_ path: String) throws(ResultsError) -> DatabaseQueue {
    try refuseForeignFile(path)
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.journalMode = .wal
    // A row refers to rows that this connection stored before; looking each reference up costs
    // more than storing the row.
    configuration.foreignKeysEnabled = false
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL")
      try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
    }
    return try opened(path, configuration) { queue in
      try queue.write { database in
        if try Schema.isEmpty(database) {
          try Schema.create(in: database)
          return nil
        }
        return try Schema.mismatch(in: database)
      }
    }
  }

  /// Opens a file that exists for reading alone.
  static func openForReading(_ path: String) throws(ResultsError) -> DatabaseQueue {
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
      throw .missing(path: path)
    }
    // SQLite tells of an I/O error, and of no file that it may not read.
    if isDirectory.boolValue { throw .unreadable(path: path, reason: "it is a directory") }
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw .unreadable(path: path, reason: "you may not read it")
    }
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.readonly = true
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
    }
    do {
      return try opened(path, configuration) { queue in
        try queue.read { database in
          try Schema.isEmpty(database) ? "it is empty" : try Schema.mismatch(in: database)
        }
      }
    } catch .unusable(let path, let reason) {
      throw .unreadable(path: path, reason: reason)
    }
  }

  /// Refuses somebody else's database before anything in it is changed; WAL marks its header.
  private static func refuseForeignFile(_ path: String) throws(ResultsError) {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.readonly = true
    let queue = try opened(path, configuration) { queue in
      try queue.read { database in
        try Schema.isEmpty(database) ? nil : try Schema.mismatch(in: database)
      }
    }
    try? queue.close()
  }

  private static func opened(
    _ path: String, _ configuration: Configuration,
    _ mismatch: (DatabaseQueue) throws -> String?
  ) throws(ResultsError) -> DatabaseQueue {
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      guard let reason = try mismatch(queue) else { return queue }
      try queue.close()
      throw ResultsError.unusable(path: path, reason: reason)
    } catch let error as ResultsError {
      throw error
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw .busy(path: path)
    } catch let error as DatabaseError {
      throw .unusable(path: path, reason: error.message ?? error.description)
    } catch {
      throw .unusable(path: path, reason: "\(error)")
    }
  }
}
