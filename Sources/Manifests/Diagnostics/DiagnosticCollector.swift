/// Gathers messages while the input is read, so that the reader can go on after an error.
package final class DiagnosticCollector {
  /// Whether `--lenient` was given: rules that a real platform may break become warnings.
  package var lenient: Bool
  private var items: [Diagnostic] = []

  /// The rules that `--lenient` demotes from errors to warnings.
  package static let lenientCodes = ["unknown-field", "duplicate-object"]

  /// Makes an empty collector.
  package init(lenient: Bool = false) { self.lenient = lenient }

  /// Reports something that refuses the input, unless leniency demotes it.
  package func error(
    _ message: String, at span: SourceSpan, code: String, help: String? = nil,
    labels: [(span: SourceSpan, text: String)] = []
  ) {
    let demoted = lenient && Self.lenientCodes.contains(code)
    report(
      Diagnostic(
        severity: demoted ? .warning : .error, code: code, message: message, span: span,
        labels: labels, help: help))
  }

  /// Reports something worth knowing that does not refuse the input.
  package func warning(
    _ message: String, at span: SourceSpan, code: String, help: String? = nil,
    labels: [(span: SourceSpan, text: String)] = []
  ) {
    report(
      Diagnostic(
        severity: .warning, code: code, message: message, span: span, labels: labels, help: help))
  }

  /// Adds a finished message as it is.
  package func report(_ diagnostic: Diagnostic) { items.append(diagnostic) }

  /// What was reported so far, by place.
  package var diagnostics: Diagnostics { Diagnostics(items: items).sorted() }

  /// Whether an error was reported so far.
  package var hasErrors: Bool { items.contains { $0.severity == .error } }

  /// Number of messages so far; lets a caller see whether a step reported any.
  package var count: Int { items.count }

  /// Throws everything if it contains an error.
  package func throwIfErrors() throws(Diagnostics) {
    if hasErrors { throw diagnostics }
  }
}
