/// Every machine loses its power and every disk its data; after the fault's duration there are as
/// many machines elsewhere, with empty disks.
package struct RegionLoss: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "regionLoss"
  /// What breaks, for the schema.
  package static let summary = "every machine and every disk is lost; others come after a while"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// What it is aimed at.
  package var targets: [FaultTarget] { [] }
}

extension RegionLoss: SpecObject {
  static let what = "a region's loss"

  init?(_ reader: inout SpecReader) {}
}
