import Results

extension ReportPage {
  /// Rows that are shown at once; the rest is folded away.
  private static let shownBottlenecks = 10

  var bottlenecks: String {
    let used = result.bottlenecks.filter { $0.utilisation > 0 }
    guard !used.isEmpty else { return "" }
    func table(_ rows: some Sequence<BottleneckRecord>) -> String {
      HTML.table(
        [.text("resource"), .text(""), .number("in use"), .number("full at")],
        rows.map { row in
          [
            HTML.Cell(row.resource),
            HTML.Cell(html: HTML.bar([(row.utilisation >= 0.8 ? 1 : 0, 0, row.utilisation)])),
            HTML.Cell(NumberText.share(row.utilisation), row.utilisation >= 0.8 ? "warn" : ""),
            HTML.Cell(
              row.saturatesAt.map { "load × " + NumberText.plain($0) } ?? "", "soft"),
          ]
        })
    }
    let rest = used.dropFirst(Self.shownBottlenecks)
    return HTML.section(
      "What fills up first",
      "on average after the warm-up; full at, if its use grows as the load does",
      table(used.prefix(Self.shownBottlenecks))
        + (rest.isEmpty ? "" : HTML.folded("Others", count: rest.count, table(rest))))
  }

  var rightsizing: String {
    guard !result.rightsizing.isEmpty else { return "" }
    let rows = result.rightsizing.map { row in
      [
        HTML.Cell(row.workload), HTML.Cell(row.request.map(NumberText.cores) ?? "–"),
        HTML.Cell(NumberText.cores(row.used)), HTML.Cell(NumberText.cores(row.suggested)),
        HTML.Cell(row.memoryRequest.map(NumberText.bytes) ?? "–"),
        HTML.Cell(row.memoryPeak.map(NumberText.bytes) ?? "–"),
        HTML.Cell(row.memorySuggested.map(NumberText.bytes) ?? ""),
      ]
    }
    let table = HTML.table(
      [
        .text("workload"), .number("cores requested"), .number("p95 used"),
        .number("suggested"), .number("memory requested"), .number("peak"), .number("suggested"),
      ], rows)
    return "<section>"
      + HTML.folded("What pods request and use", count: rows.count, table) + "</section>"
  }

  var sampledTraces: String {
    guard !traces.isEmpty else { return "" }
    let parts = traces.map { trace in
      let duration = Double(trace.spans.first?.span.duration ?? 0) / 1_000
      let heading = "\(trace.journey), \(trace.kind.rawValue): \(NumberText.milliseconds(duration))"
      return HTML.folded(heading, count: trace.spans.count, waterfall(trace))
    }
    return HTML.section(
      "Sampled traces", result.runs.count > 1 ? "first run" : "", parts.joined(separator: "\n"))
  }

  /// Spans of one trace that a reader still looks through.
  private static let shownSpans = 150

  private func waterfall(_ trace: TraceRecord) -> String {
    guard let root = trace.spans.first?.span else { return "" }
    let whole = Double(max(1, root.duration))
    let rows = trace.spans.prefix(Self.shownSpans).map { depth, span in
      let indent = String(repeating: "\u{2003}", count: depth)
      let name = span.operation.isEmpty ? span.service : span.service + " " + span.operation
      let start = Double(span.start - root.start) / whole
      return [
        HTML.Cell(indent + name, span.hasFailed ? "warn" : ""), HTML.Cell(span.pod, "soft"),
        HTML.Cell(
          html: HTML.bar([(span.hasFailed ? 1 : 0, start, Double(span.duration) / whole)])),
        HTML.Cell(NumberText.milliseconds(Double(span.duration) / 1_000)),
      ]
    }
    return HTML.table(
      [.text("called"), .text("answered by"), .text(""), .number("took")], rows)
  }
}
