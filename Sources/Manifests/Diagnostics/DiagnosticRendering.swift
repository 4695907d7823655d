extension Diagnostics {
  /// All messages as text, each with its source line and a caret under the place it is about.
  ///
  /// The layout is that of the Rust compiler: header, `-->` location, line, carets, help.
  package func rendered(sources: SourceMap, color: Bool) -> String {
    let renderer = DiagnosticRenderer(sources: sources, palette: color ? .ansi : .none)
    return items.map(renderer.text(of:)).joined(separator: "\n")
  }
}

/// Terminal colours of a message's parts.
private struct Palette {
  var error = ""
  var warning = ""
  var note = ""
  var frame = ""
  var bold = ""
  var reset = ""

  static let none = Palette()
  static let ansi = Palette(
    error: "\u{1B}[1;31m", warning: "\u{1B}[1;33m", note: "\u{1B}[1;32m", frame: "\u{1B}[1;34m",
    bold: "\u{1B}[1m", reset: "\u{1B}[0m")

  func mark(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .error: error
    case .warning: warning
    case .note: note
    }
  }
}

private struct DiagnosticRenderer {
  let sources: SourceMap
  let palette: Palette

  func text(of diagnostic: Diagnostic) -> String {
    let mark = palette.mark(diagnostic.severity)
    var lines = [
      "\(mark)\(diagnostic.severity.rawValue)[\(diagnostic.code)]\(palette.reset)"
        + "\(palette.bold): \(printable(diagnostic.message))\(palette.reset)"
    ]
    let places = diagnostic.labels.filter { sources.path(of: $0.span) != nil }
    let isPlaced = sources.path(of: diagnostic.span) != nil
    let spans = (isPlaced ? [diagnostic.span] : []) + places.map(\.span)
    let gutter = spans.map { String($0.line).utf8.count }.max() ?? 0
    if isPlaced {
      lines += snippet(of: diagnostic.span, arrow: "-->", gutter, mark: mark, sign: "^", text: "")
    }
    for place in places {
      lines += snippet(
        of: place.span, arrow: ":::", gutter, mark: palette.frame, sign: "-", text: place.text)
    }
    if let help = diagnostic.help {
      let indent = String(repeating: " ", count: gutter)
      if !spans.isEmpty { lines.append("\(palette.frame)\(indent) |\(palette.reset)") }
      lines.append("\(palette.frame)\(indent) =\(palette.reset) help: \(printable(help))")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Location, line and underline of one place.
  private func snippet(
    of span: SourceSpan, arrow: String, _ gutter: Int, mark: String, sign: String, text: String
  ) -> [String] {
    let indent = String(repeating: " ", count: gutter)
    var lines = [
      "\(indent)\(palette.frame)\(arrow)\(palette.reset) "
        + printable(sources.location(of: span))
    ]
    guard let source = sources.line(span.line, of: span) else { return lines }
    let view = SnippetLine(
      source, from: span.column, to: span.line == span.endLine ? span.endColumn : nil)
    let number = String(span.line)
    let padding = String(repeating: " ", count: gutter - number.utf8.count)
    let underline =
      String(repeating: " ", count: view.offset)
      + mark + String(repeating: sign, count: view.width)
      + (text.isEmpty ? "" : " " + printable(text)) + palette.reset
    lines.append("\(palette.frame)\(indent) |\(palette.reset)")
    lines.append("\(palette.frame)\(padding)\(number) |\(palette.reset) \(view.text)")
    lines.append("\(palette.frame)\(indent) |\(palette.reset) \(underline)")
    return lines
  }

  /// The text with control characters replaced, so that a manifest can not drive the terminal.
  ///
  /// A message may quote the input, so it is cut where it gets too long to read.
  private func printable(_ text: String) -> String {
    var clean = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(Self.longestText) {
      clean.append(isControl(scalar) ? "\u{FFFD}" : scalar)
    }
    return clean.count < Self.longestText ? String(clean) : String(clean) + "…"
  }

  private static let longestText = 500
}
