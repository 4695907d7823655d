import Results

/// A verdict's mark, with a word's meaning for those who see no colours.
extension Verdict {
  var mark: String {
    switch self {
    case .pass: "✓"
    case .fail: "✗"
    case .undecided: "?"
    case .noData: "–"
    }
  }
}

extension ThresholdRecord {
  /// A number in the unit of the metric.
  func text(of value: Double) -> String {
    switch unit {
    case .milliseconds: NumberText.milliseconds(value)
    case .share: NumberText.share(value)
    case .plain: NumberText.plain(value)
    }
  }

  /// The condition with its window and fault: `p(99)<3s in every 1m during worker-loss`.
  var conditionText: String {
    threshold + (window.map { " in every \(NumberText.seconds($0))" } ?? "")
      + (during.map { " during \($0)" } ?? "")
  }

  /// The judged number.
  var valueText: String { value.map(text(of:)) ?? "no data" }

  /// The interval of the runs' values; empty without one.
  var intervalText: String {
    guard let intervalLow, let intervalHigh, intervalHigh > intervalLow else { return "" }
    return "\(text(of: intervalLow)) … \(text(of: intervalHigh))"
  }

  /// When it broke, in how many runs it held, how sure that is.
  var remark: String {
    var parts: [String] = []
    if let firstBreach { parts.append("first broken at \(NumberText.seconds(firstBreach))") }
    if runs > 1 { parts.append("held in \(runsHeld) of \(runs) runs") }
    if !intervalText.isEmpty { parts.append("95 % of runs' mean \(intervalText)") }
    return parts.joined(separator: ", ")
  }
}

extension Summary {
  private func emphasis(_ verdict: Verdict?) -> Emphasis {
    switch verdict {
    case .pass: .good
    case .fail: .bad
    case .undecided, .noData: .open
    case nil: .dim
    }
  }

  var thresholds: [String] {
    guard !result.thresholds.isEmpty else { return [] }
    var table = TextTable([.left, .left, .left, .right, .left])
    for row in result.thresholds {
      let verdict = Verdict(rawValue: row.verdict)
      table.add([
        .init(verdict?.mark ?? "", emphasis(verdict)), .init(row.metric),
        .init(row.conditionText), .init(row.valueText, emphasis(verdict)),
        .init(row.remark, .dim),
      ])
    }
    let held = result.thresholds.count { $0.verdict == Verdict.pass.rawValue }
    let verdict = result.verdict
    let word = style(emphasis(verdict), verdict.rawValue.uppercased())
    return [title("THRESHOLDS") + "  \(word)  \(held) of \(result.thresholds.count) hold"]
      + table.lines(style)
  }

  var journeys: [String] {
    guard !result.journeys.isEmpty else { return [] }
    var table = TextTable([.left] + Array(repeating: .right, count: 9))
    let names = ["requests", "rate", "errors", "avg", "p50", "p90", "p95", "p99", "max"]
    table.add([.init("JOURNEYS", .bold)] + names.map { .init($0, .dim) })
    for row in result.journeys {
      let seconds = result.measuredSeconds * Double(max(1, result.runs.count))
      let rate = seconds > 0 ? NumberText.plain(Double(row.requests) / seconds) + "/s" : ""
      let times = [row.mean, row.p50, row.p90, row.p95, row.p99, row.maximum]
      table.add(
        [
          .init(row.journey), .init(NumberText.count(row.requests)), .init(rate),
          .init(
            errorShare(row.errors, of: row.requests),
            row.errors > 0 ? .open : .dim),
        ] + times.map { .init($0.map(NumberText.milliseconds) ?? "") })
    }
    return unindented(table)
  }

  private func errorShare(_ errors: Int64, of requests: Int64) -> String {
    requests > 0 ? NumberText.share(Double(errors) / Double(requests)) : ""
  }

  /// A table whose first cell is the section's title.
  private func unindented(_ table: TextTable) -> [String] {
    var lines = table.lines(style)
    if let first = lines.first { lines[0] = String(first.dropFirst(2)) }
    return lines
  }

  var trends: [String] {
    let rows = result.trends.filter { $0.scope == "journey" && $0.metric != "http_req_duration" }
    guard !rows.isEmpty else { return [] }
    var table = TextTable([.left, .left] + Array(repeating: .right, count: 6))
    for row in rows {
      let isTime = row.metric != "mos"
      let values = [row.mean, row.p50, row.p90, row.p95, row.p99, row.maximum]
      table.add(
        [.init(row.metric), .init(row.name)]
          + zip(["avg", "p50", "p90", "p95", "p99", "max"], values).map { name, value in
            .init(
              name + " " + (isTime ? NumberText.milliseconds(value) : NumberText.plain(value)))
          })
    }
    return [title("TRENDS")] + table.lines(style)
  }

  var systems: [String] {
    guard !result.systems.isEmpty else { return [] }
    var table = TextTable([.left] + Array(repeating: .right, count: 5))
    table.add(
      [.init("SYSTEMS", .bold)]
        + ["pods", "ready", "requests", "errors", "p99"].map { .init($0, .dim) })
    for row in result.systems {
      let isShort = row.ready < row.pods
      table.add([
        .init(row.system), .init(String(row.pods)),
        .init(String(row.ready), isShort ? .bad : .plain),
        .init(NumberText.count(row.requests)),
        .init(errorShare(row.errors, of: row.requests), row.errors > 0 ? .open : .dim),
        .init(row.p99.map(NumberText.milliseconds) ?? ""),
      ])
    }
    return unindented(table)
  }
}
