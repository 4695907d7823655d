import Results

extension Summary {
  /// How long bringing systems back took, step by step.
  var restores: [String] {
    list("RESTORES", result.failovers.filter(\.isRestore), columns: [.left, .left, .left]) { row in
      [run(row.run), .init(row.system), .init(row.group)]
    }
  }

  /// How each system's backups went, those that never completed in red.
  var backups: [String] {
    list(
      "BACKUPS", BackupDigest.of(result.backups),
      columns: [.left, .right, .right, .left, .left]
    ) { row in
      [
        .init(row.system), .init("\(row.completed) completed", row.completed == 0 ? .bad : .plain),
        .init("\(row.failed) failed", row.failed > 0 ? .bad : .dim),
        .init(
          row.lastFailure.map { "\(row.completed == 0 ? "never completed: " : "")\($0)" } ?? "",
          row.completed == 0 ? .bad : .plain),
        .init(row.drill ?? "", .dim),
      ]
    }
  }

  /// What is missing between systems since one was brought back.
  var inconsistencies: [String] {
    list(
      "INCONSISTENT AFTER A RESTORE", result.inconsistencies, columns: [.left, .right, .left]
    ) { row in
      [
        run(row.run), .init(NumberText.count(row.count), .bad),
        .init("\(row.text) (\(row.system), \(row.other))"),
      ]
    }
  }
}

/// The backups of a system together.
struct BackupDigest {
  let system: String
  let completed: Int
  let failed: Int
  /// Why the last one failed.
  let lastFailure: String?
  /// What the last drill found.
  let drill: String?

  /// One digest a system, in the order in which they first tried.
  static func of(_ records: [BackupRecord]) -> [BackupDigest] {
    var systems: [String] = []
    for record in records where !systems.contains(record.system) { systems.append(record.system) }
    return systems.map { system in
      let own = records.filter { $0.system == system }
      let bases = own.filter { $0.kind == "base" }
      let failures = bases.filter { $0.outcome == "failed" }
      let drill = own.last { $0.kind == "drill" }
      return BackupDigest(
        system: system, completed: bases.count { $0.outcome == "completed" },
        failed: failures.count, lastFailure: failures.last?.reason,
        drill: drill.map { drill in
          drill.recoveryTime.map {
            "a drill brought it back in \(NumberText.seconds($0)), as it was "
              + "\(NumberText.seconds(drill.pointAge ?? 0)) before"
          } ?? "a drill failed: \(drill.reason)"
        })
    }
  }
}
