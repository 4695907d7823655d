/// Every machine loses its power and every disk its data; after the fault's duration there are as
/// many machines elsewhere, with empty disks.
package struct RegionLoss: FaultAction {
  package static let kind = "regionLoss"
  package static let summary = "every machine and every disk is lost; others come after a while"
  package static let happensOnce = false

  package var targets: [FaultTarget] { [] }
}

extension RegionLoss: SpecObject {
  static let what = "a region's loss"

  init?(_ reader: inout SpecReader) {}
}
