/// Something else fills the disks of pods.
package struct DiskFull: PodFault {
  /// The field by which a scenario asks for it.
  package static let kind = "diskFull"
  /// What breaks, for the schema.
  package static let summary = "something else fills the disks of pods"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Whose disks.
  package let target: PodTarget

  /// Breaks the disks of some pods.
  package init(target: PodTarget) { self.target = target }
}

extension DiskFull: SpecObject {
  static let what = "a full disk"
}
