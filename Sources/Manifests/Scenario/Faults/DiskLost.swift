/// The disks of pods are gone, and empty ones take their place.
package struct DiskLost: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "diskLost"
  /// What breaks, for the schema.
  package static let summary = "the disks of pods are gone, and empty ones take their place"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// Whose disks.
  package let target: PodTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension DiskLost: SpecObject {
  static let what = "a lost disk"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
