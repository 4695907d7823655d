/// The disks of pods are gone, and empty ones take their place, or none.
package struct DiskLost: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "diskLost"
  /// What breaks, for the schema.
  package static let summary = "the disks of pods are gone, and empty ones take their place"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// Whose disks.
  package let target: PodTarget
  /// Whether an empty disk takes the place of each.
  package let isReplaced: Bool

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension DiskLost: SpecObject {
  static let what = "a lost disk"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    isReplaced = reader.optional(
      "replaced", .flag, default: true,
      "whether an empty disk takes the place of each; yes by default")
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
