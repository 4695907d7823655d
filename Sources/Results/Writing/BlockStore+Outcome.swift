import GRDB
import Metrics
import SimulationKernel

extension BlockStore {
  /// Stores a distribution over a run.
  func store(_ row: HistogramRow, of run: Int64) throws {
    let trend = try names.id(of: row)
    histogram.bind(run).bind(trend).bind(row.histogram.count)
    try bindValues(of: row.histogram, to: histogram).insert()
  }

  /// Stores distributions within windows.
  func store(_ rows: [TrendWindow], of run: Int64) throws {
    for row in rows where row.row.histogram.count > 0 {
      let trend = try names.id(of: row.row)
      window.bind(run).bind(trend).bind(row.start.seconds).bind(row.end.seconds)
      try bindValues(of: row.row.histogram, to: window).insert()
    }
  }

  private func bindValues(of values: Histogram, to row: RowInserter) -> RowInserter {
    row.bind(values.sum).bind(values.minimum).bind(values.maximum)
      .bind(HistogramBlob.encode(values))
  }

  /// Stores notes, each once an experiment.
  func store(_ notes: [RunNote]) throws {
    for row in notes {
      try note.bind(experiment).bind(row.kind.rawValue).bind(row.subject).bind(row.text).insert()
    }
  }

  /// Stores how a run ended.
  func store(_ summary: RunSummary, of run: Int64) throws {
    try database.execute(
      sql: """
        UPDATE run SET status = ?, digest = ?, events = ?, sim_end_s = ?, wall_s = ?, sent = ?,
          answered = ?, failed = ?, unfinished = ?, iterations = ?, interrupted_iterations = ?,
          dropped_iterations = ? WHERE id = ?
        """,
      arguments: [
        summary.status.rawValue, hexadecimal(summary.digest), Int64(summary.events),
        summary.end.seconds, summary.wallSeconds, Int64(summary.sent), Int64(summary.answered),
        Int64(summary.failed), Int64(summary.unfinished), Int64(summary.iterations),
        Int64(summary.interruptedIterations), Int64(summary.droppedIterations), run,
      ])
  }
}

/// Sixteen hexadecimal digits.
func hexadecimal(_ word: UInt64) -> String {
  let digits = String(word, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
