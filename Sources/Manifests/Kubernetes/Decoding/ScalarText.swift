/// Text that may be written as any scalar: `expr: 1` is the expression "1".
package struct ScalarText: Hashable, ManifestDecodable, Sendable {
  /// The text as written.
  package var text: String

  /// Takes the text of any scalar.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = node.text else {
      diagnostics.wrongType("text", node)
      return nil
    }
    self.text = text
  }
}

/// Settings whose values may be text, numbers or booleans, kept as text.
package struct ScalarMap: Hashable, ManifestDecodable, Sendable {
  /// The settings in their order.
  package var settings = StringMap()

  /// Makes an empty map.
  package init() {}

  /// Takes the text of every scalar of a mapping.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let pairs = node.pairs else {
      diagnostics.wrongType("a mapping of names to values", node)
      return nil
    }
    let texts: [(key: String, value: String)] = pairs.compactMap { key, value in
      guard let name = key.text, let value = ScalarText(from: value, diagnostics) else {
        return nil
      }
      return (name, value.text)
    }
    settings = StringMap(texts)
  }

  /// The value of a setting as text.
  package subscript(key: String) -> String? { settings[key] }
}
