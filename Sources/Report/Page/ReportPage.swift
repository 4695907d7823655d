package import Results

/// An experiment as one HTML page that needs nothing else: no script, no font, no picture.
package struct ReportPage {
  let result: ExperimentResult
  let timeline: Timeline
  let traces: [TraceRecord]

  /// Describes an experiment, how it went over time, and some of its traces.
  package init(_ result: ExperimentResult, _ timeline: Timeline, _ traces: [TraceRecord]) {
    self.result = result
    self.timeline = timeline
    self.traces = traces
  }

  /// The page.
  package var html: String {
    let name = HTML.escaped(result.experiment.name)
    let sections = [
      header, tiles, thresholds, rates, latencies, errors, replicas, faults, changes, failovers,
      quorums, backups, inconsistencies, journeys, systems, bottlenecks, rightsizing,
      sampledTraces, events, notes, identity,
    ]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width,initial-scale=1">
      <title>\(name) – vhsim</title>
      <style>
      \(StyleSheet.text)
      </style>
      </head>
      <body>
      <main>
      \(sections.filter { !$0.isEmpty }.joined(separator: "\n"))
      <footer>vhsim \(HTML.escaped(result.experiment.version)) · simulated, not measured</footer>
      </main>
      </body>
      </html>

      """
  }

  /// Badge of a verdict or status.
  func badge(_ word: String) -> String {
    let style = word.split(separator: " ").joined(separator: "-")
    return "<span class=\"badge \(HTML.escaped(style))\">\(HTML.escaped(word))</span>"
  }

  private var header: String {
    let experiment = result.experiment
    var badges = experiment.status == "complete" ? "" : badge("interrupted")
    if !result.thresholds.isEmpty { badges = badge(result.verdict.rawValue) + badges }
    var facts = [result.length]
    if experiment.warmUp > 0 {
      facts.append("first \(NumberText.seconds(experiment.warmUp)) left out of statistics")
    }
    if experiment.loadScale != 1 {
      facts.append("load × \(NumberText.plain(experiment.loadScale))")
    }
    facts.append(result.runs.count == 1 ? "1 run" : "\(result.runs.count) runs")
    facts.append(result.seeds)
    facts.append(result.guesses)
    let doubts = result.doubts.map { "<p class=\"warn\">Warning: \(HTML.escaped($0)).</p>" }
    return """
      <header><div class="title"><h1>\(HTML.escaped(experiment.name))</h1>\(badges)</div>
      <p>\(HTML.escaped(facts.joined(separator: " · ")))</p>\(doubts.joined())</header>
      """
  }

  private var tiles: String {
    let requests = result.journeys.reduce(0) { $0 + $1.requests }
    let failed = result.journeys.reduce(0) { $0 + $1.errors }
    let seconds = result.measuredSeconds * Double(max(1, result.runs.count))
    let ready = result.systems.count { $0.ready == $0.pods && $0.pods > 0 }
    let gap = result.failovers.map(\.writeGap).max()
    var tiles: [(String, String)] = []
    if requests > 0 {
      tiles.append((NumberText.count(requests), "requests"))
      if seconds > 0 { tiles.append((NumberText.plain(Double(requests) / seconds), "a second")) }
      tiles.append((NumberText.share(Double(failed) / Double(requests)), "failed"))
    }
    if !result.systems.isEmpty {
      tiles.append(("\(ready) / \(result.systems.count)", "systems all ready at the end"))
    }
    if let gap {
      tiles.append((NumberText.milliseconds(gap * 1_000), "longest write gap"))
    }
    guard !tiles.isEmpty else { return "" }
    let boxes = tiles.map { value, name in
      "<div class=\"tile\"><b>\(HTML.escaped(value))</b><span>\(HTML.escaped(name))</span></div>"
    }
    return "<div class=\"tiles\">\(boxes.joined())</div>"
  }

  private var thresholds: String {
    guard !result.thresholds.isEmpty else { return "" }
    let hasRuns = result.runs.count > 1
    let rows = result.thresholds.map { row in
      [
        HTML.Cell(html: badge(row.verdict)),
        HTML.Cell(html: "<code>\(HTML.escaped(row.metric))</code>"),
        HTML.Cell(html: "<code>\(HTML.escaped(row.conditionText))</code>"),
        HTML.Cell(row.valueText, row.verdict == Verdict.fail.rawValue ? "warn" : ""),
        HTML.Cell(row.firstBreach.map(NumberText.seconds) ?? "", "soft"),
      ] + (hasRuns ? runCells(row) : [])
    }
    let held = result.thresholds.count { $0.verdict == Verdict.pass.rawValue }
    return HTML.section(
      "Thresholds", "\(held) of \(result.thresholds.count) hold",
      HTML.table(
        [
          .text("verdict"), .text("metric"), .text("condition"), .number("value"),
          .number("first broken at"),
        ] + (hasRuns ? [.number("runs that held"), .number("95 % of runs' mean")] : []), rows))
  }

  private func runCells(_ row: ThresholdRecord) -> [HTML.Cell] {
    [
      HTML.Cell(row.runs > 0 ? "\(row.runsHeld) of \(row.runs)" : "", "soft"),
      HTML.Cell(row.intervalText, "soft"),
    ]
  }
}
