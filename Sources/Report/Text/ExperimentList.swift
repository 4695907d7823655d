package import Results

/// A file's experiments as a table, oldest first.
package struct ExperimentList {
  let experiments: [ExperimentRecord]
  private let style: TextStyle

  /// Lists experiments.
  package init(_ experiments: [ExperimentRecord], style: TextStyle) {
    self.experiments = experiments
    self.style = style
  }

  /// The table, ending with a line break.
  package var text: String {
    var table = TextTable([.right, .left, .left, .left, .right, .left, .left])
    let names = ["id", "name", "status", "verdict", "runs", "started", "digest"]
    table.add(names.map { .init($0, .dim) })
    for row in experiments {
      let isFailed = row.verdict == Verdict.fail.rawValue
      table.add([
        .init("#\(row.id)", .bold), .init(row.name), .init(row.status),
        .init(row.verdict ?? "", isFailed ? .bad : .plain), .init(String(row.runs)),
        .init(row.startedAt), .init(row.digest ?? "", .dim),
      ])
    }
    return table.lines(style).map { $0 + "\n" }.joined()
  }
}
