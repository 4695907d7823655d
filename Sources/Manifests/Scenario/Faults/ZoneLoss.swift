/// Every machine of a zone loses its power.
package struct ZoneLoss: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "zoneLoss"
  /// What breaks, for the schema.
  package static let summary = "a whole zone loses its power"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// The zone.
  package let zone: String
  /// Where the zone was written.
  let span: SourceSpan

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.nodes(.zone(zone, span: span))] }
}

extension ZoneLoss: SpecObject {
  static let what = "a zone loss"

  init?(_ reader: inout SpecReader) {
    guard let zone = reader.required("zone", .name as SpecType<LocatedText>, "the zone") else {
      return nil
    }
    self.zone = zone.text
    span = zone.span
  }
}
