/// A file of comma-separated columns, each cell with its place.
struct TableFile {
  /// A row's cells.
  let rows: [[LocatedText]]

  /// Most rows that a file may have.
  private static let mostRows = 1_000_000

  /// Reads a file that a document names; reports an error where it can not be read.
  ///
  /// Empty lines and lines that begin with `#` are skipped.
  init?(_ path: String, _ context: DocumentContext, at span: SourceSpan) {
    guard let (text, file) = context.contents(of: path, at: span) else { return nil }
    var rows: [[LocatedText]] = []
    for (index, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      guard let first = line.first(where: { !$0.isWhitespace }), first != "#" else { continue }
      rows.append(Self.cells(line, file: file, line: Int32(clamping: index + 1)))
      if rows.count > Self.mostRows {
        context.diagnostics.error(
          "\(path) has more than \(Self.mostRows) rows", at: span, code: "file-too-large")
        return nil
      }
    }
    self.rows = rows
  }

  private static func cells(_ line: Substring, file: Int32, line number: Int32) -> [LocatedText] {
    var column: Int32 = 1
    return line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
      let start = column
      column += Int32(cell.unicodeScalars.count) + 1
      let indent = Int32(cell.prefix { $0.isWhitespace }.unicodeScalars.count)
      let text = cell.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
      let span = SourceSpan(
        file: file, line: number, column: start + indent, endLine: number,
        endColumn: start + indent + Int32(max(1, text.count)))
      return LocatedText(text: String(text), span: span)
    }
  }

  /// The heading of a column, if the first row has one.
  func heading(_ column: Int) -> String? {
    guard let row = rows.first, column < row.count, !DurationText.isNumber(row[column].text),
      DurationText.parse(row[column].text) == nil
    else { return nil }
    return row[column].text
  }

  /// The unit that the end of a column's heading names: `ms` of `latency_ms` and `latency (ms)`.
  func timeUnit(_ column: Int) -> String? {
    guard let heading = heading(column) else { return nil }
    let word = heading.split { !$0.isLetter }.last.map { $0.lowercased() } ?? ""
    switch word {
    case "ns", "us", "ms", "s": return word
    case "seconds", "sec": return "s"
    case "milliseconds": return "ms"
    case "microseconds": return "us"
    default: return nil
    }
  }
}

/// A file of measured values: the first column of a table.
enum SampleFile {
  /// The values of a file that `empirical` names; nil after an error was reported.
  ///
  /// A column of bare numbers that stand for times says its unit at the end of its heading:
  /// `latency_ms`, `seconds`.
  static func values(
    _ path: String, _ unit: LawUnit, _ context: DocumentContext, at span: SourceSpan
  ) -> [Double]? {
    guard let table = TableFile(path, context, at: span) else { return nil }
    let heading = table.heading(0)
    let suffix = unit == .time ? table.timeUnit(0) ?? "" : ""
    var values: [Double] = []
    for row in table.rows.dropFirst(heading == nil ? 0 : 1) {
      let text = row[0].text + (DurationText.isNumber(row[0].text) ? suffix : "")
      switch unit.value(text) {
      case .success(let value) where value >= 0 && value <= 1e15: values.append(value)
      case .success:
        context.diagnostics.error(
          "must be from 0 to 1e15", at: row[0].span, code: "invalid-sample")
        return nil
      case .failure(let error):
        context.diagnostics.error(
          error.message, at: row[0].span, code: "invalid-sample",
          help: unit == .time ? "or name the unit in a heading, like latency_ms" : error.help)
        return nil
      }
    }
    if values.isEmpty {
      context.diagnostics.error("\(path) holds no value", at: span, code: "invalid-sample")
      return nil
    }
    return values
  }
}
