/// Something else fills the disks of pods.
package struct DiskFull: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "diskFull"
  /// What breaks, for the schema.
  package static let summary = "something else fills the disks of pods"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Whose disks.
  package let target: PodTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension DiskFull: SpecObject {
  static let what = "a full disk"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
