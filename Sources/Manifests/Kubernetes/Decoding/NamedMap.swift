/// Values by name in the order they were written.
package struct NamedMap<Value: ManifestDecodable & Sendable>: ManifestDecodable, Sendable {
  /// One name with its value.
  package struct Entry: Sendable {
    /// The name.
    package var key: String
    /// The value.
    package var value: Value
  }

  /// The entries in their order.
  package var entries: [Entry] = []

  /// Makes an empty map.
  package init() {}

  /// The value of a name.
  package subscript(key: String) -> Value? { entries.first { $0.key == key }?.value }

  /// Whether there is no entry.
  package var isEmpty: Bool { entries.isEmpty }

  /// Reads a mapping; values with errors are reported and left out.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let pairs = node.pairs else {
      diagnostics.wrongType("a mapping", node)
      return nil
    }
    for (key, value) in pairs {
      guard let name = key.text, let decoded = Value(from: value, diagnostics) else { continue }
      entries.append(Entry(key: name, value: decoded))
    }
  }
}
