import Results

extension ReportPage {
  /// Backups and drills, one by one.
  var backups: String {
    guard !result.backups.isEmpty else { return "" }
    let rows = result.backups.map { row in
      [
        HTML.Cell(row.system), HTML.Cell(row.kind, "soft"), time(row.startedAt),
        HTML.Cell(row.endedAt.map(NumberText.seconds) ?? "–"),
        HTML.Cell(row.outcome, row.outcome == "failed" ? "warn" : ""), HTML.Cell(row.reason),
      ] + runCell(row.run)
    }
    return HTML.section(
      "Backups and drills", "",
      HTML.table(
        [
          .text("system"), .text("kind"), .number("began"), .number("ended"), .text("outcome"),
          .text("why, or what a restore takes"),
        ] + runColumn, rows))
  }

  /// What is missing between systems since one was brought back.
  var inconsistencies: String {
    guard !result.inconsistencies.isEmpty else { return "" }
    let rows = result.inconsistencies.map { row in
      [
        HTML.Cell(row.system), HTML.Cell(NumberText.count(row.count), "warn"),
        HTML.Cell(row.text), HTML.Cell(row.other),
      ] + runCell(row.run)
    }
    return HTML.section(
      "Inconsistent after a restore", "",
      HTML.table(
        [.text("system"), .number("how many"), .text("what"), .text("missing in")] + runColumn,
        rows))
  }
}
