import Results

extension ReportPage {
  func time(_ seconds: Double?) -> HTML.Cell {
    seconds.map { HTML.Cell(NumberText.seconds($0)) } ?? HTML.Cell("never", "warn")
  }

  /// Columns and cells that tell the run where there are several.
  var runColumn: [HTML.Column] { result.runs.count > 1 ? [.number("run")] : [] }

  func runCell(_ run: Int) -> [HTML.Cell] {
    result.runs.count > 1 ? [HTML.Cell(String(run), "soft")] : []
  }

  /// What a fault hit: counted by kind, with the names to be opened where they are many.
  private func targets(_ names: [String]) -> HTML.Cell {
    guard names.count > 3 else { return HTML.Cell(names.joined(separator: ", ")) }
    var kinds: [(kind: Substring, count: Int)] = []
    for name in names {
      let kind = name.prefix { $0 != " " }
      if let known = kinds.firstIndex(where: { $0.kind == kind }) {
        kinds[known].count += 1
      } else {
        kinds.append((kind, 1))
      }
    }
    let counts = kinds.map { "\($0.count) \($0.kind)\($0.count > 1 ? "s" : "")" }
    let rows = names.map { HTML.escaped($0) }.joined(separator: "<br/>")
    let heading = HTML.escaped(counts.joined(separator: ", "))
    return HTML.Cell(html: "<details><summary>\(heading)</summary>\(rows)</details>")
  }

  var faults: String {
    guard !result.faults.isEmpty else { return "" }
    let rows = result.faults.map { row in
      [HTML.Cell(row.fault), HTML.Cell(row.kind, "soft"), time(row.injectedAt)]
        + [
          HTML.Cell(row.repairedAt.map(NumberText.seconds) ?? "–"),
          row.targets.isEmpty ? HTML.Cell("nothing", "warn") : targets(row.targets),
        ] + runCell(row.run)
    }
    return HTML.section(
      "Faults", "what they hit was decided when they were injected",
      HTML.table(
        [
          .text("fault"), .text("kind"), .number("injected"), .number("repaired"), .text("hit"),
        ] + runColumn, rows))
  }

  var changes: String {
    guard !result.changes.isEmpty else { return "" }
    let rows = result.changes.map { row in
      [
        HTML.Cell(row.change), HTML.Cell(row.target, "soft"), time(row.madeAt),
        HTML.Cell(row.endedAt.map(NumberText.seconds) ?? "not over"),
        HTML.Cell(row.problem ?? "", "warn"),
      ] + runCell(row.run)
    }
    return HTML.section(
      "Changes", "what administrators did, as with kubectl",
      HTML.table(
        [.text("change"), .text("of"), .number("made"), .number("returned"), .text("refused")]
          + runColumn, rows))
  }

  /// Who followed whom; pods of one namespace go by their names alone.
  private func succession(_ old: String, _ new: String) -> String {
    guard !new.isEmpty else { return "–" }
    let parts = (old.split(separator: "/"), new.split(separator: "/"))
    guard parts.0.count == 2, parts.1.count == 2, parts.0[0] == parts.1[0] else {
      return "\(old) → \(new)"
    }
    return "\(parts.0[1]) → \(parts.1[1])"
  }

  var failovers: String {
    guard !result.failovers.isEmpty else { return "" }
    let rows = result.failovers.map { row in
      [
        HTML.Cell(row.system + (row.group.isEmpty ? "" : " / " + row.group)),
        HTML.Cell(row.fault ?? "", "soft"), time(row.detectedAt), time(row.recoveredAt),
        HTML.Cell(NumberText.milliseconds(row.writeGap * 1_000)),
        HTML.Cell(row.clientGap.map { NumberText.milliseconds($0 * 1_000) } ?? "–"),
        HTML.Cell(NumberText.count(row.refusedWrites)),
        HTML.Cell(NumberText.count(row.lostWrites), row.lostWrites > 0 ? "warn" : ""),
        HTML.Cell(NumberText.count(row.staleReads)),
        HTML.Cell(succession(row.oldPrimary, row.newPrimary), "soft"),
      ] + runCell(row.run)
    }
    return HTML.section(
      "Failovers", "",
      HTML.table(
        [
          .text("system"), .text("fault"), .number("detected"), .number("recovered"),
          .number("write gap"), .number("seen by clients"), .number("refused writes"),
          .number("lost writes"), .number("stale reads"), .text("primary"),
        ] + runColumn, rows))
  }

  var quorums: String {
    guard !result.quorums.isEmpty else { return "" }
    let rows = QuorumLoss.summarized(result.quorums).map { loss in
      [
        HTML.Cell(loss.place), HTML.Cell(loss.fault ?? "", "soft"), time(loss.lostAt),
        time(loss.regainedAt), HTML.Cell(loss.reason),
      ] + runCell(loss.run)
    }
    return HTML.section(
      "Quorum lost", "what could take no write although nothing was wrong with its software",
      HTML.table(
        [
          .text("system"), .text("fault"), .number("lost"), .number("regained"),
          .text("too few"),
        ] + runColumn, rows))
  }

  var events: String {
    guard !result.events.isEmpty else { return "" }
    let rows = result.events.map { row in
      [
        HTML.Cell(row.reason, row.type == "Warning" ? "warn" : ""), HTML.Cell(row.kind, "soft"),
        HTML.Cell(row.source, "soft"), HTML.Cell(NumberText.count(row.count)), time(row.first),
        time(row.last), HTML.Cell(row.example, "soft"),
      ]
    }
    return HTML.section(
      "Events", result.runs.count > 1 ? "first run" : "",
      HTML.table(
        [
          .text("reason"), .text("kind"), .text("from"), .number("count"), .number("first"),
          .number("last"), .text("for example"),
        ], rows))
  }
}
