/// The disks of pods take longer for everything.
package struct DiskSlow: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "diskSlow"
  /// What breaks, for the schema.
  package static let summary = "the disks of pods take longer for everything"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Whose disks.
  package let target: PodTarget
  /// How many times as long everything takes.
  package let factor: Double

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension DiskSlow: SpecObject {
  static let what = "a slow disk"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    factor = reader.optional(
      "factor", .positive, default: 10, "how many times as long everything takes; 10 by default")
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
