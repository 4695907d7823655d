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
  /// Share of the disk that is in use, from 0 to 1; nil leaves it as it is.
  package let share: Double?
  /// Share of the disk's inodes that is in use, as by many empty files, from 0 to 1; nil leaves
  /// them.
  package let inodeShare: Double?

  /// What it names.
  package var targets: [FaultTarget] { [.nodes(target)] }
}

extension DiskFill: SpecObject {
  static let what = "a disk fill"

  init?(_ reader: inout SpecReader) {
    let share = reader.optional(
      "share", .ratio, "share of the disk in use, like 90%; all by default, unless inodes are given"
    )
    inodeShare = reader.optional(
      "inodes", .ratio, "share of the disk's inodes in use, like 97%; left as they are by default")
    self.share = share ?? (inodeShare == nil ? 1 : nil)
    guard let target = reader.choice(NodeTarget.choices) else { return nil }
    self.target = target
  }
}
