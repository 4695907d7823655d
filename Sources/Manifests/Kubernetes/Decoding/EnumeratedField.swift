/// A field that takes one of a few words.
package protocol EnumeratedField: ManifestDecodable, RawRepresentable, CaseIterable, Sendable
where RawValue == String {
  /// What a value is called in messages.
  static var noun: String { get }
}

extension EnumeratedField {
  /// Reads one of the words; another one is an error that names the nearest.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = String(from: node, diagnostics) else { return nil }
    guard let value = Self(rawValue: text) else {
      let words = Self.allCases.map(\.rawValue)
      diagnostics.invalidValue(
        "\"\(text)\" is no \(Self.noun)", node,
        help: nearest(text, in: words).map { "did you mean \"\($0)\"?" }
          ?? "one of \(words.joined(separator: ", "))")
      return nil
    }
    self = value
  }
}
