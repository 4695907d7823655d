import SimulationKernel

extension RunBlock {
  /// About how much memory the block takes while it waits, in bytes: its own and its rows', without
  /// the texts that they refer to.
  package var byteCount: Int {
    MemoryLayout<RunBlock>.stride + rowBytes
  }

  private var rowBytes: Int {
    switch self {
    case .names(let journeys, let services): size(of: journeys) + size(of: services)
    case .series(let rows): size(of: rows)
    case .samples(_, let rows): size(of: rows)
    case .journeySeconds(_, let rows): size(of: rows)
    case .serviceSeconds(_, let rows): size(of: rows)
    case .clusterEvents(let rows): size(of: rows)
    case .conditions(let rows): size(of: rows)
    case .changes(let rows): size(of: rows)
    case .faults(let rows): size(of: rows)
    case .failovers(let rows): size(of: rows)
    case .quorums(let rows): size(of: rows)
    case .backups(let rows): size(of: rows)
    case .inconsistencies(let rows): size(of: rows)
    case .spans(let rows): size(of: rows)
    case .systems(let rows): size(of: rows)
    case .windows(let rows):
      rows.reduce(size(of: rows)) { $0 + $1.row.histogram.byteCount }
    case .notes(let rows): size(of: rows)
    case .histogram(let row): row.histogram.byteCount
    case .finished: 0
    }
  }

  private func size<Row>(of rows: [Row]) -> Int { rows.count * MemoryLayout<Row>.stride }
}
