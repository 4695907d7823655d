/// Reads the fields of one mapping, and then reports every field nobody asked for.
///
/// A field that is missing or null counts as absent, as in Kubernetes' JSON.
package struct ObjectReader {
  /// Where the whole mapping was written.
  package let span: SourceSpan
  private let pairs: [(key: YAMLNode, value: YAMLNode)]
  private let diagnostics: DiagnosticCollector
  private let what: String
  private var asked: [String] = []
  private var isKnown: [Bool]

  /// Opens a mapping; reports an error and returns nil where the node is none.
  ///
  /// `what` names the object in messages: "a container".
  package init?(_ node: YAMLNode, _ diagnostics: DiagnosticCollector, what: String) {
    guard let pairs = node.pairs else {
      diagnostics.wrongType("\(what) (a mapping)", node)
      return nil
    }
    self.pairs = pairs
    self.span = node.span
    self.diagnostics = diagnostics
    self.what = what
    self.isKnown = [Bool](repeating: false, count: pairs.count)
  }

  /// A field's value, or nil where it is absent or wrong (then an error was reported).
  package mutating func optional<T: ManifestDecodable>(_ key: String) -> T? {
    node(key).flatMap { T(from: $0, diagnostics) }
  }

  /// A field's value, or its default where it is absent or wrong.
  package mutating func optional<T: ManifestDecodable>(_ key: String, default value: T) -> T {
    optional(key) ?? value
  }

  /// A field's value; its absence is an error.
  package mutating func required<T: ManifestDecodable>(_ key: String) -> T? {
    guard let node = node(key) else {
      diagnostics.error(
        "missing field \"\(key)\" in \(what)", at: span(of: key).start, code: "missing-field")
      return nil
    }
    return T(from: node, diagnostics)
  }

  /// A list's elements; none where the field is absent.
  package mutating func list<T: ManifestDecodable>(_ key: String) -> [T] {
    optional(key, default: [])
  }

  /// A field's value as it was written, or nil where it is absent.
  package mutating func node(_ key: String) -> YAMLNode? {
    asked.append(key)
    guard let index = index(of: key) else { return nil }
    isKnown[index] = true
    let value = pairs[index].value
    return value.isNull ? nil : value
  }

  /// Whether a field is present and not null; does not count as having asked for it.
  package func has(_ key: String) -> Bool {
    index(of: key).map { !pairs[$0].value.isNull } ?? false
  }

  /// Where a field's value was written; the whole object's place where the field is absent.
  package func span(of key: String) -> SourceSpan {
    index(of: key).map { pairs[$0].value.span } ?? span
  }

  /// Where a field's name was written; the whole object's place where the field is absent.
  package func keySpan(of key: String) -> SourceSpan {
    index(of: key).map { pairs[$0].key.span } ?? span
  }

  /// Where each field's value was written.
  package var spans: FieldSpans {
    FieldSpans(
      pairs.map { ($0.key.text ?? "", $0.value.span) }, start: span.start,
      nulls: pairs.filter { $0.value.isNull }.compactMap { $0.key.text })
  }

  /// Reports every field that was never asked for, with the nearest of those that were.
  package mutating func finish() {
    for (index, pair) in pairs.enumerated() where !isKnown[index] {
      let name = pair.key.text ?? ""
      diagnostics.error(
        "unknown field \"\(name)\" in \(what)", at: pair.key.span, code: "unknown-field",
        help: diagnostics.isFull ? nil : nearest(name, in: asked).map { "did you mean \"\($0)\"?" })
      isKnown[index] = true
    }
  }

  private func index(of key: String) -> Int? {
    pairs.firstIndex { $0.key.text == key }
  }
}
