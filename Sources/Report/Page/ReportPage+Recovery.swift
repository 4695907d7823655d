import Results

extension ReportPage {
  /// How each system's backups and drills went, and to be opened, one by one.
  var backups: String {
    guard !result.backups.isEmpty else { return "" }
    let digests = BackupDigest.of(result.backups)
    let hasFailed = digests.contains { $0.lastFailure != nil }
    let hasDrill = digests.contains { $0.drill != nil }
    let rows = digests.map { digest in
      [
        HTML.Cell(digest.system),
        HTML.Cell(NumberText.count(digest.completed), digest.completed == 0 ? "warn" : ""),
        HTML.Cell(NumberText.count(digest.failed), digest.failed > 0 ? "warn" : ""),
      ] + (hasFailed ? [HTML.Cell(digest.lastFailure ?? "", "soft")] : [])
        + (hasDrill ? [HTML.Cell(digest.drill ?? "", "soft")] : [])
    }
    let columns: [HTML.Column] =
      [.text("system"), .number("completed"), .number("failed")]
      + (hasFailed ? [.text("why the last one failed")] : [])
      + (hasDrill ? [.text("the last drill")] : [])
    return HTML.section(
      "Backups and drills", "",
      HTML.table(columns, rows) + "\n"
        + HTML.folded("One by one", count: result.backups.count, eachBackup))
  }

  private var eachBackup: String {
    let rows = result.backups.map { row in
      [
        HTML.Cell(row.system), HTML.Cell(row.kind, "soft"), time(row.startedAt),
        HTML.Cell(row.endedAt.map(NumberText.seconds) ?? "–"),
        HTML.Cell(row.outcome, row.outcome == "failed" ? "warn" : ""), HTML.Cell(row.reason),
      ] + runCell(row.run)
    }
    return HTML.table(
      [
        .text("system"), .text("kind"), .number("began"), .number("ended"), .text("outcome"),
        .text("why, or what a restore takes"),
      ] + runColumn, rows)
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
