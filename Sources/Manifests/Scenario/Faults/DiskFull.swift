/// Something else fills the disks of pods.
package struct DiskFull: FaultAction {
  package static let kind = "diskFull"
  package static let summary = "something else fills the disks of pods"
  package static let happensOnce = false

  /// Whose disks.
  package let target: PodTarget

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
