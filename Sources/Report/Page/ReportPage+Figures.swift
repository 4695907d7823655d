import Results

extension ReportPage {
  private func share(_ errors: Int64, of requests: Int64) -> HTML.Cell {
    guard requests > 0 else { return HTML.Cell("") }
    return HTML.Cell(NumberText.share(Double(errors) / Double(requests)))
  }

  private func milliseconds(_ value: Double?) -> HTML.Cell {
    HTML.Cell(value.map(NumberText.milliseconds) ?? "")
  }

  var journeys: String {
    guard !result.journeys.isEmpty else { return "" }
    let rows = result.journeys.map { row in
      [
        HTML.Cell(row.journey), HTML.Cell(NumberText.count(row.requests)),
        share(row.errors, of: row.requests), milliseconds(row.mean), milliseconds(row.p50),
        milliseconds(row.p95), milliseconds(row.p99), milliseconds(row.maximum),
      ]
    }
    let trends = result.trends.filter { $0.scope == "journey" && $0.metric != "http_req_duration" }
    return HTML.section(
      "Journeys", "without the warm-up",
      HTML.table(
        [
          .text("journey"), .number("requests"), .number("failed"), .number("mean"),
          .number("median"), .number("p95"), .number("p99"), .number("max"),
        ], rows) + (trends.isEmpty ? "" : table(of: trends)))
  }

  private func table(of trends: [TrendRecord]) -> String {
    let rows = trends.map { row in
      let write = row.metric == "mos" ? NumberText.plain : NumberText.milliseconds
      return [HTML.Cell(row.metric), HTML.Cell(row.name, "soft")]
        + [row.mean, row.p50, row.p95, row.p99, row.maximum].map { HTML.Cell(write($0)) }
    }
    return HTML.table(
      [
        .text("trend"), .text("journey"), .number("mean"), .number("median"), .number("p95"),
        .number("p99"), .number("max"),
      ], rows)
  }

  var systems: String {
    guard !result.systems.isEmpty else { return "" }
    let rows = result.systems.map { row in
      [
        HTML.Cell(row.system), HTML.Cell(String(row.pods)),
        HTML.Cell(String(row.ready), row.ready < row.pods ? "warn" : ""),
        HTML.Cell(NumberText.count(row.requests)), share(row.errors, of: row.requests),
        milliseconds(row.p99),
      ]
    }
    return HTML.section(
      "Systems", "pods at the end of the run",
      HTML.table(
        [
          .text("system"), .number("pods"), .number("ready"), .number("requests"),
          .number("failed"), .number("p99"),
        ], rows))
  }

  var notes: String {
    let headings = [
      ("warning", "Warnings"), ("guess", "What is a guess"), ("inferred", "What was inferred"),
      ("not-modelled", "What is not modelled"),
    ]
    return headings.compactMap { kind, heading in
      let rows = result.notes.filter { $0.kind == kind }
      guard !rows.isEmpty else { return nil }
      let table = HTML.table(
        [.text("about"), .text("")],
        rows.map { [HTML.Cell($0.subject), HTML.Cell($0.text, "soft")] })
      return "<section>\(HTML.folded(heading, count: rows.count, table))</section>"
    }.joined(separator: "\n")
  }

  var identity: String {
    let experiment = result.experiment
    let runs = result.runs.map { run in
      [
        HTML.Cell("run \(run.number)"), HTML.Cell(run.seed.description), HTML.Cell(run.status),
        HTML.Cell(html: "<code>\(HTML.escaped(run.digest ?? "–"))</code>"),
        HTML.Cell(run.events.map(NumberText.count) ?? ""),
        HTML.Cell(run.sent.map(NumberText.count) ?? ""),
        HTML.Cell(run.unfinished.map(NumberText.count) ?? ""),
        HTML.Cell(run.iterations.map(NumberText.count) ?? ""),
        HTML.Cell(run.interruptedIterations.map(NumberText.count) ?? ""),
        HTML.Cell(run.wall.map { NumberText.milliseconds($0 * 1_000) } ?? ""),
      ]
    }
    let inputs = result.inputs.map { input in
      [HTML.Cell(input.path), HTML.Cell(html: "<code>\(HTML.escaped(input.sha256))</code>")]
    }
    let command = "<p><code>\(HTML.escaped(experiment.arguments))</code></p>"
    let started =
      "started \(experiment.startedAt), digest \(experiment.digest ?? "none: interrupted")"
    return HTML.section(
      "How to get the same again", started,
      command
        + HTML.table(
          [
            .text(""), .number("seed"), .text("status"), .text("digest"), .number("events"),
            .number("sent"), .number("unfinished"), .number("complete iterations"),
            .number("interrupted"), .number("wall time"),
          ], runs)
        + (inputs.isEmpty
          ? ""
          : "\n"
            + HTML.folded(
              "Input files", count: inputs.count,
              HTML.table([.text("file"), .text("SHA-256")], inputs))))
  }
}
