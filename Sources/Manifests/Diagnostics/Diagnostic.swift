/// One message about the input: what is wrong, where, and what would be right.
package struct Diagnostic: Sendable {
  /// How bad it is: an error refuses the input, a warning and a note do not.
  package enum Severity: String, Sendable {
    case error, warning, note
  }

  /// How bad it is.
  package var severity: Severity
  /// A stable short name of the rule that was broken, such as `unknown-field`.
  package var code: String
  /// The sentence.
  package var message: String
  /// The place it is about.
  package var span: SourceSpan
  /// Other places worth seeing, each with a few words.
  package var labels: [(span: SourceSpan, text: String)]
  /// What to write instead.
  package var help: String?

  /// Makes a message.
  package init(
    severity: Severity, code: String, message: String, span: SourceSpan,
    labels: [(span: SourceSpan, text: String)] = [], help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.span = span
    self.labels = labels
    self.help = help
  }
}

/// All messages about an input, thrown together so that everything can be mended at once.
package struct Diagnostics: Error {
  /// The messages.
  package var items: [Diagnostic]

  /// Makes a list of messages.
  package init(items: [Diagnostic] = []) { self.items = items }

  /// Whether at least one message is an error.
  package var hasErrors: Bool { items.contains { $0.severity == .error } }

  /// Number of messages of a severity.
  package func count(of severity: Diagnostic.Severity) -> Int {
    items.count { $0.severity == severity }
  }

  /// The messages by file, line and column; those without a place come last.
  package func sorted() -> Diagnostics {
    let order = items.indices.sorted { left, right in
      let (first, second) = (items[left].span, items[right].span)
      if first.precedes(second) { return true }
      if second.precedes(first) { return false }
      return left < right
    }
    return Diagnostics(items: order.map { items[$0] })
  }
}
