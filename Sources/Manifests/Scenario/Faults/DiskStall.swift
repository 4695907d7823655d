/// Nothing comes back from the disks of pods.
package struct DiskStall: PodFault {
  /// The field by which a scenario asks for it.
  package static let kind = "diskStall"
  /// What breaks, for the schema.
  package static let summary = "nothing comes back from the disks of pods"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Whose disks.
  package let target: PodTarget

  /// Breaks the disks of some pods.
  package init(target: PodTarget) { self.target = target }
}

extension DiskStall: SpecObject {
  static let what = "a stalled disk"
}
