import Manifests

/// A message with its place in numbers, for other programs.
struct PlacedMessage: Encodable {
  let severity: String
  let code: String
  let message: String
  let file: String?
  let line: Int?
  let column: Int?
  let endLine: Int?
  let endColumn: Int?
  let help: String?

  init(_ diagnostic: Diagnostic, sources: SourceMap) {
    severity = diagnostic.severity.rawValue
    code = diagnostic.code
    message = diagnostic.message
    help = diagnostic.help
    file = sources.path(of: diagnostic.span)
    let isPlaced = file != nil
    line = isPlaced ? Int(diagnostic.span.line) : nil
    column = isPlaced ? Int(diagnostic.span.column) : nil
    endLine = isPlaced ? Int(diagnostic.span.endLine) : nil
    endColumn = isPlaced ? Int(diagnostic.span.endColumn) : nil
  }

  /// A workflow command of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.
  var workflowCommand: String {
    let level = severity == "note" ? "notice" : severity
    var properties: [String] = []
    if let file, let line, let column {
      properties = ["file=\(Self.property(file))", "line=\(line)", "col=\(column)"]
    }
    properties.append("title=\(Self.property(code))")
    let sentence = message + (help.map { "\nhelp: \($0)" } ?? "")
    return "::\(level) \(properties.joined(separator: ","))::\(Self.data(sentence))"
  }

  /// Escaped as actions/toolkit's command.ts does.
  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
