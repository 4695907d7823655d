/// Where the fields of one mapping were written, for messages about single ones of them.
package struct FieldSpans: Sendable {
  private let fields: [(key: String, span: SourceSpan)]
  private let start: SourceSpan

  /// Makes the places of fields in an object that begins at a place.
  init(_ fields: [(key: String, span: SourceSpan)], start: SourceSpan) {
    self.fields = fields
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
}
