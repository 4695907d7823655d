/// A field that takes one of a few words.
package protocol EnumeratedField: ManifestDecodable, RawRepresentable, CaseIterable, Sendable
where RawValue == String {
  /// What a value is called in messages.
  static var noun: String { get }
  /// Whether empty text is the same as no field: the API server gives a default to both where the
  /// field is no pointer (pkg/apis/core/v1/defaults.go, pkg/apis/apps/v1/defaults.go).
  static var isAbsentWhenEmpty: Bool { get }
}

extension EnumeratedField {
  /// Most fields are pointers or have no default, and refuse empty text.
  package static var isAbsentWhenEmpty: Bool { false }
}

extension EnumeratedField {
  /// Reads one of the words, or nothing where empty text is the same as no field; another one is
  /// an error that names the nearest.
  package init?(from node: YAMLNode, _ diagnostics: DiagnosticCollector) {
    guard let text = String(from: node, diagnostics) else { return nil }
    if text.isEmpty, Self.isAbsentWhenEmpty { return nil }
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
