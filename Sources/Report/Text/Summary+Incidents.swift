import Results

extension Summary {
  /// Rows of a section that a terminal still shows; the page and the tables hold the rest.
  private static let mostRows = 12

  func list<Row>(
    _ name: String, _ rows: [Row], columns: [TextTable.Alignment],
    _ cells: (Row) -> [TextTable.Cell]
  ) -> [String] {
    guard !rows.isEmpty else { return [] }
    var table = TextTable(columns)
    for row in rows.prefix(Self.mostRows) { table.add(cells(row)) }
    let rest = rows.count - Self.mostRows
    return [title(name)] + table.lines(style)
      + (rest > 0 ? [style(.dim, "  … and \(rest) more")] : [])
  }

  /// A run's number where there are several.
  func run(_ number: Int) -> TextTable.Cell {
    .init(result.runs.count > 1 ? "run \(number)" : "", .dim)
  }

  private func time(_ seconds: Double?) -> String {
    seconds.map(NumberText.seconds) ?? "never"
  }

  var faults: [String] {
    list("FAULTS", result.faults, columns: [.left, .left, .left, .left, .left]) { row in
      let until = row.repairedAt.map { " to \(NumberText.seconds($0))" } ?? ""
      let targets = row.targets.prefix(4).joined(separator: ", ")
      let rest = row.targets.count - 4
      return [
        run(row.run), .init(row.fault), .init(row.kind, .dim),
        .init("at \(NumberText.seconds(row.injectedAt))\(until)"),
        .init(
          targets.isEmpty ? "hit nothing" : targets + (rest > 0 ? " and \(rest) more" : ""),
          targets.isEmpty ? .bad : .plain),
      ]
    }
  }

  /// What administrators did.
  var changes: [String] {
    list("CHANGES", result.changes, columns: [.left, .left, .left, .left, .left]) { row in
      let until =
        row.endedAt.map { $0 > row.madeAt ? " to \(NumberText.seconds($0))" : "" }
        ?? ", not over"
      return [
        run(row.run), .init(row.change), .init(row.target),
        .init("at \(NumberText.seconds(row.madeAt))\(until)", .dim),
        .init(row.problem ?? "", row.problem == nil ? .plain : .bad),
      ]
    }
  }

  /// What is fullest.
  var bottlenecks: [String] {
    let fullest = result.bottlenecks.prefix(3).filter { $0.utilisation > 0 }
    return list("FULLEST", fullest, columns: [.left, .right, .left]) { row in
      [
        .init(row.resource),
        .init(NumberText.share(row.utilisation), row.utilisation >= 0.8 ? .bad : .plain),
        .init(row.saturatesAt.map { "full at load × \(NumberText.plain($0))" } ?? "", .dim),
      ]
    }
  }

  var failovers: [String] {
    list(
      "FAILOVERS", result.failovers,
      columns: [.left, .left, .left, .left, .left, .right, .right, .right]
    ) { row in
      [
        run(row.run),
        .init(row.system + (row.group.isEmpty || row.isRestore ? "" : "/" + row.group)),
        .init(row.fault ?? "", .dim), .init("detected \(time(row.detectedAt))"),
        .init(
          "recovered \(time(row.recoveredAt))", row.recoveredAt == nil ? .bad : .plain),
        .init("write gap \(NumberText.milliseconds(row.writeGap * 1_000))"),
        .init(
          "\(NumberText.count(row.lostWrites)) lost writes",
          row.lostWrites > 0 ? .bad : .dim),
        .init(
          row.refusedWrites > 0 ? "\(NumberText.count(row.refusedWrites)) refused" : "", .dim),
      ]
    }
  }

  /// Which systems could take no write for want of members, drives, copies or agreement.
  var quorums: [String] {
    list(
      "QUORUM LOST", QuorumLoss.summarized(result.quorums),
      columns: [.left, .left, .left, .left, .left, .left]
    ) { loss in
      [
        run(loss.run), .init(loss.place), .init(loss.fault ?? "", .dim),
        .init("lost \(time(loss.lostAt))", .bad),
        .init(
          "regained \(time(loss.regainedAt))", loss.regainedAt == nil ? .bad : .plain),
        .init(loss.reason),
      ]
    }
  }

  var events: [String] {
    list(
      "WARNING EVENTS", result.events.filter { $0.type == "Warning" },
      columns: [.right, .left, .left, .left]
    ) { row in
      [
        .init(NumberText.count(row.count)), .init(row.reason), .init(row.kind, .dim),
        .init("from \(NumberText.seconds(row.first))", .dim),
      ]
    }
  }

  var notes: [String] {
    let warnings = result.notes.filter { $0.kind == "warning" }
    let counts = [
      ("inferred", "inferred"), ("guess", "guessed"), ("not-modelled", "not modelled"),
    ].compactMap { kind, word in
      let count = result.notes.count { $0.kind == kind }
      return count > 0 ? "\(NumberText.count(count)) \(word)" : nil
    }
    var lines = list("WARNINGS", warnings, columns: [.left, .left]) { row in
      [.init(row.subject, .open), .init(row.text)]
    }
    if !counts.isEmpty {
      lines.append(style(.dim, "  " + counts.joined(separator: ", ") + " (see the report)"))
    }
    return lines
  }
}
