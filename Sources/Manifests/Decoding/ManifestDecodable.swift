/// A type that can be read from a YAML value, reporting what is wrong with it.
package protocol ManifestDecodable {
  /// Reads the value; nil after an error was reported at the value's place.
  init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector)
}

extension DiagnosticCollector {
  /// Reports that a value has another type than its field takes.
  package func wrongType(_ expected: String, _ node: YAMLNode, help: String? = nil) {
    error(
      "expected \(expected), found \(node.kindDescription)", at: node.span, code: "wrong-type",
      help: help)
  }

  /// Reports that a value has the right type but is not allowed.
  package func invalidValue(_ message: String, _ node: YAMLNode, help: String? = nil) {
    error(message, at: node.span, code: "invalid-value", help: help)
  }
}

extension YAMLNode: ManifestDecodable {
  /// Takes the value as it is.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) { self = node }
}

extension Array: ManifestDecodable where Element: ManifestDecodable {
  /// Reads a list; elements with errors are reported and left out.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    if node.isNull {
      self = []
      return
    }
    guard let elements = node.elements else {
      diagnostics.wrongType("a list", node, help: "begin each element with \"- \"")
      return nil
    }
    self = elements.compactMap { Element(from: $0, diagnostics) }
  }
}
