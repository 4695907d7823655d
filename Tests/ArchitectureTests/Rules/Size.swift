/// What fits on a page or two can be read.
enum Size {
  static let linesOfFile = 400
  static let linesOfFunction = 40

  static func violations(in file: SourceFile) -> [Violation] {
    let long = file.declarations.compactMap { declaration -> Violation? in
      guard declaration.kind.isCallable, let body = declaration.body else { return nil }
      let lines = file.tokens[declaration.keyword].line...file.tokens[body.upperBound].line
      let count = lines.count - (file.isTest ? textLines(in: lines, of: file) : 0)
      return count <= linesOfFunction
        ? nil
        : file.violation(
          at: declaration.keyword,
          "\(declaration.name) has \(count) lines; \(linesOfFunction) fit on a page")
    }
    guard file.lineCount > linesOfFile else { return long }
    return long + [
      Violation(
        path: file.path, line: file.lineCount,
        reason: "the file has \(file.lineCount) lines: one concept fits in \(linesOfFile)")
    ]
  }

  /// Lines of a test's scripts and expected texts, which are data and not code.
  private static func textLines(in lines: ClosedRange<Int>, of file: SourceFile) -> Int {
    file.texts.filter { lines.contains($0.firstLine) }.reduce(0) {
      $0 + $1.lastLine - $1.firstLine
    }
  }
}
