/// Nothing comes back from the disks of pods.
package struct DiskStall: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "diskStall"
  /// What breaks, for the schema.
  package static let summary = "nothing comes back from the disks of pods"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Whose disks.
  package let target: PodTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension DiskStall: SpecObject {
  static let what = "a stalled disk"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
