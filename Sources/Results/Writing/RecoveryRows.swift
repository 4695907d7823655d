import GRDB
import Metrics
import SimulationKernel

/// The rows of backups and of what a restore leaves behind.
struct RecoveryRows {
  private let backup: RowInserter
  private let inconsistency: RowInserter

  init(_ database: Database) throws {
    func inserter(_ table: String, _ columns: Int) throws -> RowInserter {
      try RowInserter(database, into: table, columns: columns, verb: "INSERT OR REPLACE INTO")
    }
    backup = try inserter("backup", 11)
    inconsistency = try inserter("inconsistency", 6)
  }

  func store(_ rows: [BackupRow], of run: Int64) throws {
    for row in rows {
      backup.bind(run).bind(row.index).bind(row.system).bind(row.kind)
      backup.bind(row.startedAt.seconds).bind(row.endedAt?.seconds).bind(row.bytes)
      try backup.bind(row.outcome).bind(row.reason).bind(row.recoveryTime?.seconds)
        .bind(row.pointAge?.seconds).insert()
    }
  }

  func store(_ rows: [InconsistencyRow], of run: Int64) throws {
    for row in rows {
      try inconsistency.bind(run).bind(row.index).bind(row.system).bind(row.other)
        .bind(row.count).bind(row.text).insert()
    }
  }
}
