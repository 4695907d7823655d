import GRDB

extension ExperimentIdentity {
  /// Inserts the experiment and its runs, all with status `interrupted`.
  func insert(into database: Database) throws -> (experiment: Int64, runs: [Int64]) {
    try database.execute(
      sql: """
        INSERT INTO experiment (name, status, version, started_at, scenario_path, scenario,
          arguments, duration_s, warm_up_s, load_scale, is_steady)
        VALUES (?, 'interrupted', ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        name, version, startedAt, scenarioPath, scenario, arguments, durationSeconds,
        warmUpSeconds, loadScale, isSteady ? 1 : 0,
      ])
    let experiment = database.lastInsertedRowID
    for input in inputs {
      try database.execute(
        sql: "INSERT OR REPLACE INTO input_file VALUES (?, ?, ?)",
        arguments: [experiment, input.path, input.sha256])
    }
    let runs = try seeds.enumerated().map { index, seed in
      try database.execute(
        sql: """
          INSERT INTO run (experiment_id, number, seed, status) VALUES (?, ?, ?, 'interrupted')
          """,
        arguments: [experiment, index + 1, String(seed)])
      return database.lastInsertedRowID
    }
    return (experiment, runs)
  }
}
