import GRDB

/// A results file, open for reading.
package struct ResultsFile {
  /// Its path.
  package let path: String
  let queue: DatabaseQueue
  /// Whether an experiment was being written when the file was opened.
  private let isBeingWritten: Bool

  /// Opens a file that exists.
  ///
  /// - Parameter isOpen: whether this process has it open already. Then it is not asked whether
  ///   somebody writes it: the asking would end the locks of the connections that are there.
  package init(path: String, isOpen: Bool = false) throws(ResultsError) {
    self.path = path
    isBeingWritten = !isOpen && WriterLock.isHeld(path: path)
    queue = try DatabaseFile.openForReading(path)
  }

  /// All experiments, oldest first; the last of them may still be running.
  package func experiments() throws(ResultsError) -> [ExperimentRecord] {
    var experiments = try read { database in
      try StoredRecord<ExperimentRecord>.fetchAll(
        database, sql: Self.experimentQuery + " ORDER BY id"
      ).map(\.record)
    }
    if isBeingWritten, let last = experiments.last, last.status != "complete" {
      experiments[experiments.count - 1].status = "running"
    }
    return experiments
  }

  /// The experiment with an ID, or the latest.
  package func experiment(id: Int64?) throws(ResultsError) -> ExperimentRecord {
    let found = try read { database in
      try StoredRecord<ExperimentRecord>.fetchOne(
        database,
        sql: Self.experimentQuery + " WHERE :id IS NULL OR id = :id ORDER BY id DESC LIMIT 1",
        arguments: ["id": id])
    }
    guard let found else { throw .noExperiment(selector: path + (id.map { "#\($0)" } ?? "")) }
    return found.record
  }

  private static let experimentQuery = """
    SELECT id, name, status, verdict, digest, version, started_at, scenario_path AS scenario,
      arguments, duration_s, warm_up_s, load_scale, is_steady, warm_up_found_s,
      (SELECT count(*) FROM run WHERE experiment_id = experiment.id) AS runs
    FROM experiment
    """

  /// Runs a query; failures say which file they are about.
  func read<Answer>(_ query: (Database) throws -> Answer) throws(ResultsError) -> Answer {
    do {
      return try queue.read(query)
    } catch {
      throw .storage(path: path, reason: "\(error)")
    }
  }
}
