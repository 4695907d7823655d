import GRDB

extension ResultsFile {
  /// A few traces of an experiment's first run that say the most: of each journey an ordinary one,
  /// the longest, and the longest that failed.
  package func traces(of experiment: ExperimentRecord) throws(ResultsError) -> [TraceRecord] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          WITH journey AS (
            SELECT trace_id, operation, failed, run_id,
              row_number() OVER (PARTITION BY operation, failed ORDER BY duration_us DESC) AS rank,
              count(*) OVER (PARTITION BY operation, failed) AS count
            FROM span WHERE parent_id IS NULL AND start_us >= :start AND run_id = (
              SELECT id FROM run WHERE experiment_id = :id AND number = 1)
          )
          SELECT run_id, trace_id, operation,
            CASE WHEN failed THEN 'failed' WHEN rank = 1 AND count > 1 THEN 'longest'
              ELSE 'typical' END AS kind
          FROM journey WHERE rank = 1 OR (NOT failed AND rank = (count + 1) / 2)
          ORDER BY operation, failed, rank DESC
          """, arguments: ["id": experiment.id, "start": experiment.warmUp * 1e6])
      return try rows.compactMap { try Self.trace($0, database) }
    }
  }

  private static func trace(_ row: Row, _ database: Database) throws -> TraceRecord? {
    guard let kind = TraceRecord.Kind(rawValue: row["kind"]) else { return nil }
    let run: Int64 = row["run_id"]
    let trace: Int64 = row["trace_id"]
    let spans = try StoredRecord<SpanRecord>.fetchAll(
      database,
      sql: "SELECT * FROM span WHERE run_id = ? AND trace_id = ? ORDER BY start_us, span_id",
      arguments: [run, trace]
    ).map(\.record)
    var nested: [(depth: Int, span: SpanRecord)] = []
    for root in spans where root.parent == nil { nest(root, 0, among: spans, into: &nested) }
    return TraceRecord(trace: trace, journey: row["operation"], kind: kind, spans: nested)
  }

  /// Appends a span and what it caused.
  private static func nest(
    _ span: SpanRecord, _ depth: Int, among spans: [SpanRecord],
    into nested: inout [(depth: Int, span: SpanRecord)]
  ) {
    nested.append((depth, span))
    for child in spans where child.parent == span.span {
      nest(child, depth + 1, among: spans, into: &nested)
    }
  }
}
