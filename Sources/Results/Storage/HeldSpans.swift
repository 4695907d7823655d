import GRDB
import Metrics
import SimulationKernel

/// Spans that wait for the end of a transaction: many at once, in the order of their key, cost
/// less.
///
/// They wait block by block, as they came, since each has names whose owners are counted.
struct HeldSpans {
  private let inserter: BulkInserter
  private var blocks: [(run: Int64, rows: [SpanRow])] = []

  init(_ database: Database) throws {
    inserter = try BulkInserter(database, into: "span", columns: 10)
  }

  /// Takes spans of a run in.
  mutating func add(_ rows: [SpanRow], _ run: Int64) { blocks.append((run, rows)) }

  /// Inserts the spans.
  mutating func store() throws {
    var order: [(key: (Int64, UInt64, UInt64), block: Int, row: Int)] = []
    for (number, block) in blocks.enumerated() {
      for row in block.rows.indices {
        let key = (block.run, block.rows[row].trace, block.rows[row].span)
        order.append((key, number, row))
      }
    }
    order.sort { $0.key < $1.key }
    try inserter.insert(order) { next, inserter in
      Self.bind(blocks[next.block].rows[next.row], of: next.key.0, inserter)
    }
    blocks.removeAll(keepingCapacity: true)
  }

  private static func bind(_ row: SpanRow, of run: Int64, _ inserter: RowInserter) {
    inserter.bind(run).bind(row.trace).bind(row.span)
    if let parent = row.parent { inserter.bind(parent) } else { inserter.bindNull() }
    inserter.bind(row.service).bind(row.operation).bind(row.pod)
      .bind(row.start.nanoseconds / 1_000).bind(row.duration.nanoseconds / 1_000)
      .bind(row.failed ? 1 : 0)
  }
}
