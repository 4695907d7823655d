/// Machines' disks for images and containers fill up.
package struct DiskFill: FaultAction {
  /// Its word in a scenario.
  package static let kind = "diskFill"
  /// What it is, in a line.
  package static let summary = "machines' disks fill up"
  /// It lasts until it is repaired.
  package static let happensOnce = false

  /// Which machines.
  package let target: NodeTarget
  /// Share of the disk that is in use, from 0 to 1.
  package let share: Double

  /// What it names.
  package var targets: [FaultTarget] { [.nodes(target)] }
}

extension DiskFill: SpecObject {
  static let what = "a disk fill"

  init?(_ reader: inout SpecReader) {
    share = reader.optional(
      "share", .ratio, default: 1, "share of the disk in use, like 90%; all by default")
    guard let target = reader.choice(NodeTarget.choices) else { return nil }
    self.target = target
  }
}
