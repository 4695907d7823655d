extension ObjectReader {
  /// Reads a field into a variable that keeps its default where the field is absent or wrong.
  package mutating func read<T: ManifestDecodable>(_ key: String, into value: inout T) {
    if let decoded: T = optional(key) { value = decoded }
  }

  /// Reads a field into a variable that stays nil where the field is absent or wrong.
  package mutating func read<T: ManifestDecodable>(_ key: String, into value: inout T?) {
    value = optional(key)
  }

  /// Reads a count, which may not be negative, into a variable that keeps its default where the
  /// field is absent or wrong.
  package mutating func readCount(
    _ key: String, into value: inout Int, _ diagnostics: DiagnosticCollector
  ) {
    guard let decoded: Int = optional(key) else { return }
    checkNotNegative(decoded, key, span(of: key), diagnostics)
    if decoded >= 0 { value = decoded }
  }

  /// Reads a field that counts something, where its absence means something else than a number.
  package mutating func readCount(
    _ key: String, into value: inout Int?, _ diagnostics: DiagnosticCollector
  ) {
    guard let decoded: Int = optional(key) else { return }
    checkNotNegative(decoded, key, span(of: key), diagnostics)
    if decoded >= 0 { value = decoded }
  }

  /// Reads the number of a user or group, which the kernel keeps in 31 bits
  /// (apimachinery pkg/util/validation IsValidUserID, IsValidGroupID).
  package mutating func readIdentity(
    _ key: String, into value: inout Int?, _ diagnostics: DiagnosticCollector
  ) {
    guard let decoded: Int = optional(key) else { return }
    checkIdentity(decoded, key, span(of: key), diagnostics)
    value = decoded
  }

  /// Reads a word of a field that has no default: also empty text is none of the words.
  package mutating func readWord(
    _ key: String, of words: [String], into value: inout String?,
    _ diagnostics: DiagnosticCollector
  ) {
    guard let text: String = optional(key) else { return }
    if isWord(text, key, of: words, diagnostics) { value = text }
  }

  /// A word that must be there; empty text is no word, also where the field has a default that an
  /// absent one gets.
  package mutating func requiredField<T: EnumeratedField>(
    _ key: String, _ diagnostics: DiagnosticCollector
  ) -> T? {
    if let text = node(key)?.string, text.isEmpty {
      diagnostics.error(
        "\(key) may not be empty", at: span(of: key), code: "missing-field",
        help: "one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    return required(key)
  }

  /// Reads text that is one of a few words into a variable that keeps its default where the field
  /// is absent, empty or wrong; another word is an error that names the nearest.
  package mutating func readWord(
    _ key: String, of words: [String], into value: inout String,
    _ diagnostics: DiagnosticCollector
  ) {
    guard let text: String = optional(key), !text.isEmpty else { return }
    if isWord(text, key, of: words, diagnostics) { value = text }
  }

  /// Text that must be there and be one of a few words.
  package mutating func requiredWord(
    _ key: String, of words: [String], _ diagnostics: DiagnosticCollector
  ) -> String? {
    guard let text: String = required(key), isWord(text, key, of: words, diagnostics) else {
      return nil
    }
    return text
  }

  /// Whether a text is one of the words; that it is not is reported.
  private func isWord(
    _ text: String, _ key: String, of words: [String], _ diagnostics: DiagnosticCollector
  ) -> Bool {
    if words.contains(text) { return true }
    diagnostics.error(
      "\"\(text)\" is no \(key)", at: span(of: key), code: "invalid-value",
      help: nearest(text, in: words).map { "did you mean \"\($0)\"?" }
        ?? "one of \(words.joined(separator: ", "))")
    return false
  }

  /// Opens the mapping of a field; an absent field counts as an empty mapping.
  package mutating func section(
    _ key: String, _ diagnostics: DiagnosticCollector
  ) -> ObjectReader? {
    let node = node(key) ?? YAMLNode(.mapping([]), span: span)
    return ObjectReader(node, diagnostics, what: key)
  }

  /// Opens the mapping of a field whose absence is an error.
  package mutating func requiredSection(
    _ key: String, _ diagnostics: DiagnosticCollector
  ) -> ObjectReader? {
    let node: YAMLNode? = required(key)
    return node.flatMap { ObjectReader($0, diagnostics, what: key) }
  }

  /// Where each value of a field's mapping was written, by its key.
  package mutating func valueSpans(of key: String) -> [String: SourceSpan] {
    var spans: [String: SourceSpan] = [:]
    for pair in node(key)?.pairs ?? [] { spans[pair.key.text ?? ""] = pair.value.span }
    return spans
  }
}

/// Reports a number that is no user's or group's.
func checkIdentity(
  _ value: Int, _ field: String, _ span: SourceSpan, _ diagnostics: DiagnosticCollector
) {
  guard !(0...Int(Int32.max)).contains(value) else { return }
  diagnostics.error(
    "\(field) \(value) is not within 0 and \(Int32.max)", at: span, code: "out-of-range")
}
