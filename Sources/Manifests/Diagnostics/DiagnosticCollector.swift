/// Gathers messages while the input is read, so that the reader can go on after an error.
package final class DiagnosticCollector {
  /// Whether `--lenient` was given: rules that a real platform may break become warnings.
  package var lenient: Bool
  private var items: [Diagnostic] = []
  private var dropped = 0
  private var firstDropped = SourceSpan.unknown

  /// Most messages that are kept; the others are counted.
  package static let mostItems = 1_000

  /// The rules that `--lenient` demotes from errors to warnings.
  package static let lenientCodes = [
    "unknown-field", "unserved-kind", "duplicate-object", "duplicate-key",
  ]

  /// Makes an empty collector.
  package init(lenient: Bool = false) { self.lenient = lenient }

  /// Reports something that refuses the input, unless leniency demotes it.
  package func error(
    _ message: String, at span: SourceSpan, code: String,
    help: @autoclosure () -> String? = nil,
    labels: [(span: SourceSpan, text: String)] = []
  ) {
    let demoted = lenient && Self.lenientCodes.contains(code)
    report(
      Diagnostic(
        severity: demoted ? .warning : .error, code: code, message: message, span: span,
        labels: labels,
        help: isFull ? nil : help()))
  }

  /// Reports something worth knowing that does not refuse the input.
  package func warning(
    _ message: String, at span: SourceSpan, code: String,
    help: @autoclosure () -> String? = nil,
    labels: [(span: SourceSpan, text: String)] = []
  ) {
    report(
      Diagnostic(
        severity: .warning, code: code, message: message, span: span, labels: labels,
        help: isFull ? nil : help()))
  }

  /// Adds a finished message as it is.
  package func report(_ diagnostic: Diagnostic) {
    hasErrors = hasErrors || diagnostic.severity == .error
    guard isFull else {
      items.append(diagnostic)
      return
    }
    if dropped == 0 { firstDropped = diagnostic.span }
    dropped += 1
  }

  /// Whether an error was reported inside a stretch of the input.
  package func hasError(in span: SourceSpan) -> Bool {
    items.contains { $0.severity == .error && span.contains($0.span) }
  }

  /// Number of messages reported so far, kept or not.
  package var count: Int { items.count + dropped }

  /// What was reported so far, by place, and how many messages were too many to keep.
  package var diagnostics: Diagnostics {
    var diagnostics = Diagnostics(items: items).sorted()
    if dropped > 0 {
      diagnostics.items.append(
        Diagnostic(
          severity: hasErrors ? .error : .warning, code: "too-many-problems",
          message: "\(dropped) more problems are not shown, the first of them here",
          span: firstDropped))
    }
    return diagnostics
  }

  /// Whether an error was reported so far.
  package private(set) var hasErrors = false

  /// Whether no more messages are kept, so that composing them is wasted.
  package var isFull: Bool { items.count >= Self.mostItems }
}
