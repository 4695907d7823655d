/// The disks of pods are gone, and empty ones take their place.
package struct DiskLost: PodFault {
  /// The field by which a scenario asks for it.
  package static let kind = "diskLost"
  /// What breaks, for the schema.
  package static let summary = "the disks of pods are gone, and empty ones take their place"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// Whose disks.
  package let target: PodTarget

  /// Breaks the disks of some pods.
  package init(target: PodTarget) { self.target = target }
}

extension DiskLost: SpecObject {
  static let what = "a lost disk"
}
