extension String: ManifestDecodable {
  /// Reads text.
  ///
  /// An unquoted number or boolean is an error, as the API server refuses it.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = node.text else {
      diagnostics.wrongType("text", node)
      return nil
    }
    guard node.string != nil else {
      diagnostics.wrongType("text", node, help: "write it in quotes: \"\(text)\"")
      return nil
    }
    self = text
  }
}

extension Bool: ManifestDecodable {
  /// Reads `true` or `false`, and YAML 1.1's yes, no, on, off, y, n when unquoted.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard case .bool(let value)? = node.scalar else {
      let isQuoted = node.text.map { $0 == "true" || $0 == "false" } ?? false
      diagnostics.wrongType("true or false", node, help: isQuoted ? "remove the quotes" : nil)
      return nil
    }
    self = value
  }
}

extension Double: ManifestDecodable {
  /// Reads a finite number.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    switch node.scalar {
    case .integer(let value)?: self = Double(value)
    case .float(let value)? where value.isFinite: self = value
    default:
      diagnostics.wrongType("a number", node, help: node.quotedNumberHelp)
      return nil
    }
  }
}

extension Int: ManifestDecodable {}
extension Int32: ManifestDecodable {}
extension Int64: ManifestDecodable {}

extension FixedWidthInteger where Self: ManifestDecodable {
  /// Reads a whole number that fits; `3.0` and `1e3` count, since JSON writes them as integers.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    let whole: Int128?
    switch node.scalar {
    case .integer(let value)?: whole = value
    case .float(let value)? where value.magnitude < 1e21: whole = Int128(exactly: value)
    default: whole = nil
    }
    guard let whole else {
      diagnostics.wrongType("a whole number", node, help: node.quotedNumberHelp)
      return nil
    }
    guard let value = Self(exactly: whole) else {
      diagnostics.invalidValue("\(whole) is beyond \(Self.min)...\(Self.max)", node)
      return nil
    }
    self = value
  }
}

extension YAMLNode {
  /// Advice where a number was written in quotes.
  fileprivate var quotedNumberHelp: String? {
    guard let text, !isPlain else { return nil }
    switch PlainScalar(text) {
    case .integer, .float: return "remove the quotes"
    case .bool, .string: return nil
    }
  }
}
