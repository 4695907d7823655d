/// Where the fields of one mapping were written, for messages about single ones of them.
package struct FieldSpans: Sendable {
  private let fields: [(key: String, span: SourceSpan)]
  private let nulls: [String]
  private let start: SourceSpan

  /// Makes the places of fields in an object that begins at a place; `nulls` are those that say
  /// nothing.
  init(
    _ fields: [(key: String, span: SourceSpan)], start: SourceSpan, nulls: [String] = []
  ) {
    self.fields = fields
    self.nulls = nulls
    self.start = start
  }

  /// The places of what was written nowhere.
  static let unknown = FieldSpans([], start: .unknown)

  /// Where a field's value was written, or began where it takes several lines; where the whole
  /// object began where the field is absent.
  subscript(key: String) -> SourceSpan {
    guard let span = fields.first(where: { $0.key == key })?.span else { return start }
    return span.line == span.endLine ? span : span.start
  }

  /// Whether a field has a value, though it may be that of its absence.
  func has(_ key: String) -> Bool {
    fields.contains { $0.key == key } && !nulls.contains(key)
  }
}
