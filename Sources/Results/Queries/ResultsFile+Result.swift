import GRDB

extension ResultsFile {
  /// How the experiment with an ID, or the latest, ended: a few rows, however long it was.
  package func outcome(id: Int64?) throws(ResultsError) -> ExperimentOutcome {
    let experiment = try experiment(id: id)
    return try read { database in
      let of = ExperimentQueries(database: database, id: experiment.id, warmUp: experiment.warmUp)
      return ExperimentOutcome(
        experiment: experiment, runs: try of.runs(), thresholds: try of.thresholds(),
        notes: try of.notes())
    }
  }

  /// Everything that a summary says about the experiment with an ID, or the latest.
  package func result(id: Int64?) throws(ResultsError) -> ExperimentResult {
    let experiment = try experiment(id: id)
    return try read { database in
      let of = ExperimentQueries(database: database, id: experiment.id, warmUp: experiment.warmUp)
      return ExperimentResult(
        experiment: experiment, runs: try of.runs(), journeys: try of.journeys(),
        systems: try of.systems(), trends: try of.trends(), thresholds: try of.thresholds(),
        failovers: try of.failovers(), quorums: try of.quorums(), backups: try of.backups(),
        inconsistencies: try of.inconsistencies(), faults: try of.faults(),
        changes: try of.changes(), notes: try of.notes(),
        events: try of.events(), inputs: try of.inputs(),
        bottlenecks: try of.bottlenecks(), rightsizing: try of.rightsizing())
    }
  }
}

/// The queries about one experiment.
struct ExperimentQueries {
  let database: Database
  let id: Int64
  let warmUp: Double

  private func rows(_ sql: String) throws -> [Row] {
    try Row.fetchAll(database, sql: sql, arguments: ["id": id])
  }

  /// Records whose coding keys are columns of a query about the experiment.
  func records<Record: Decodable>(
    _ sql: String, _ arguments: StatementArguments = StatementArguments()
  ) throws -> [Record] {
    try StoredRecord<Record>.fetchAll(database, sql: sql, arguments: ["id": id] + arguments)
      .map(\.record)
  }

  func runs() throws -> [RunRecord] {
    // A killed run has no row about its end: its last stored second tells.
    try records(
      """
      SELECT number, seed, status, digest, events, wall_s, sent, answered, failed, unfinished,
        iterations, interrupted_iterations, dropped_iterations, coalesce(sim_end_s, (
          SELECT max(second) FROM journey_second WHERE run_id = run.id)) AS sim_end_s
      FROM run WHERE experiment_id = :id ORDER BY number
      """)
  }

  func journeys() throws -> [JourneyRecord] {
    try records(
      """
      SELECT journey.name AS journey, mean_ms, p50_ms, p90_ms, p95_ms, p99_ms, max_ms,
        coalesce(requests, 0) AS requests, coalesce(failed, 0) AS errors,
        coalesce(finished, 0) AS iterations, coalesce(dropped, 0) AS dropped
      FROM journey
        LEFT JOIN (
          SELECT journey_id, sum(requests) AS requests, sum(journey_second.failed) AS failed,
            sum(finished) AS finished, sum(dropped) AS dropped
          FROM run JOIN journey_second ON journey_second.run_id = run.id
          WHERE run.experiment_id = :id AND second > :warmUp GROUP BY journey_id
        ) ON journey_id = journey.id
        LEFT JOIN trend ON trend.experiment_id = :id AND trend.scope = 'journey'
          AND trend.name = journey.name AND trend.metric = 'http_req_duration'
      WHERE journey.experiment_id = :id ORDER BY journey.id
      """, ["warmUp": warmUp])
  }

  func systems() throws -> [SystemRecord] {
    try records(
      """
      SELECT system.name AS system, max(pods) AS pods, min(ready) AS ready,
        sum(requests) AS requests, sum(errors) AS errors, trend.p99_ms
      FROM run JOIN system ON system.run_id = run.id
        LEFT JOIN trend ON trend.experiment_id = :id AND trend.scope = 'system'
          AND trend.name = system.name AND trend.metric = 'http_req_duration'
      WHERE run.experiment_id = :id GROUP BY system.name ORDER BY system.name
      """
    )
  }

  func trends() throws -> [TrendRecord] {
    try records(
      """
      SELECT * FROM trend WHERE experiment_id = :id AND count > 0
      ORDER BY scope <> 'journey', scope, metric, id
      """
    )
  }

  func thresholds() throws -> [ThresholdRecord] {
    try records("SELECT * FROM threshold WHERE experiment_id = :id ORDER BY number")
  }

  func failovers() throws -> [FailoverRecord] {
    try records(
      """
      SELECT failover.*, run.number AS run FROM failover JOIN run ON run.id = run_id
      WHERE experiment_id = :id ORDER BY run.number, lost_at, failover.number
      """
    )
  }

  func quorums() throws -> [QuorumRecord] {
    try records(
      """
      SELECT quorum.*, run.number AS run FROM quorum JOIN run ON run.id = run_id
      WHERE experiment_id = :id ORDER BY run.number, lost_at, quorum.number
      """
    )
  }

  func faults() throws -> [FaultRecord] {
    try rows(
      """
      SELECT fault.*, run.number AS run, coalesce((
          SELECT group_concat(kind || ' ' || name, char(10)) FROM fault_target
          WHERE fault_target.run_id = fault.run_id AND fault_number = fault.number), '') AS targets
      FROM fault JOIN run ON run.id = run_id
      WHERE experiment_id = :id ORDER BY run.number, injected_at, fault.number
      """
    ).map(FaultRecord.init)
  }

  func changes() throws -> [ChangeRecord] {
    try records(
      """
      SELECT change.*, kind AS change, run.number AS run FROM change JOIN run ON run.id = run_id
      WHERE experiment_id = :id ORDER BY run.number, made_at, change.number
      """
    )
  }

  func bottlenecks() throws -> [BottleneckRecord] {
    try records(UsageQueries.bottlenecks(of: Self.runsOfExperiment))
  }

  func rightsizing() throws -> [RightsizingRecord] {
    try records(UsageQueries.rightsizing(of: Self.runsOfExperiment))
  }

  /// The experiment's runs with the columns of the view `latest`.
  private static let runsOfExperiment = """
    (SELECT run.id AS run_id, warm_up_s, load_scale
      FROM run JOIN experiment ON experiment.id = experiment_id WHERE experiment.id = :id)
    """

  func notes() throws -> [NoteRecord] {
    try records("SELECT * FROM note WHERE experiment_id = :id ORDER BY kind, subject, text")
  }

  func events() throws -> [EventCountRecord] {
    try records(
      """
      SELECT source, type, reason, kind, sum(count) AS count, min(time_s) AS first_s,
        max(time_s) AS last_s, message AS example
      FROM cluster_event
      WHERE run_id = (SELECT id FROM run WHERE experiment_id = :id AND number = 1)
      GROUP BY source, type, reason, kind
      ORDER BY type DESC, sum(count) DESC, reason, kind, source
      """
    )
  }

  func inputs() throws -> [InputRecord] {
    try records("SELECT * FROM input_file WHERE experiment_id = :id ORDER BY path")
  }
}
