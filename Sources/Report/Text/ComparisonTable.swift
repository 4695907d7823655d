package import Results

/// A comparison as a table: base, candidate, difference with its interval, and what it means.
package struct ComparisonTable {
  private let comparison: ExperimentComparison
  private let style: TextStyle

  /// Shows a comparison.
  package init(_ comparison: ExperimentComparison, style: TextStyle) {
    self.comparison = comparison
    self.style = style
  }

  /// The table, ending with a line break.
  package var text: String {
    var table = TextTable([.left, .left, .right, .right, .right, .left])
    let names = ["", "", "base", "candidate", "difference", ""]
    table.add(names.map { .init($0, .dim) })
    for row in comparison.quantities {
      let difference = row.difference
      table.add([
        .init(row.subject), .init(row.metric), .init(value(difference.base, row.unit)),
        .init(value(difference.candidate, row.unit)), .init(change(of: row)),
        .init(row.remark, emphasis(of: row)),
      ])
    }
    let missing = comparison.unmatched.map { style(.open, "  " + printable($0)) }
    let verdict =
      comparison.isRegression
      ? style(.bad, "regression") : style(.good, "no regression")
    let heading =
      named("base", comparison.base) + "   " + named("candidate", comparison.candidate)
    return ([heading] + table.lines(style) + missing + [verdict]).map { $0 + "\n" }.joined()
  }

  private func named(_ side: String, _ experiment: ExperimentRecord) -> String {
    let runs = experiment.runs == 1 ? "1 run" : "\(experiment.runs) runs"
    return "\(style(.bold, side)) #\(experiment.id) \(printable(experiment.name)), \(runs)"
  }

  private func value(_ value: Double, _ unit: String) -> String {
    switch unit {
    case "ms": NumberText.milliseconds(value)
    case "s": NumberText.milliseconds(value * 1_000)
    case "share": NumberText.share(value)
    default: NumberText.plain(value)
    }
  }

  /// `+12.3% ± 4.5%`, or in the unit where the base is zero.
  private func change(of row: ComparedQuantity) -> String {
    let difference = row.difference
    let sign = difference.difference < 0 ? "-" : "+"
    guard let relative = difference.relative else {
      return sign + value(abs(difference.difference), row.unit)
    }
    let spread = difference.halfWidth.map { " ± " + NumberText.share($0 / abs(difference.base)) }
    return sign + NumberText.share(abs(relative)) + (spread ?? "")
  }

  private func emphasis(of row: ComparedQuantity) -> Emphasis {
    row.isRegression ? .bad : row.remark == "better" ? .good : .dim
  }
}
