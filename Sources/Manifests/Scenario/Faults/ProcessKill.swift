/// The main process of pods is killed by SIGKILL; the kubelet starts it again.
///
/// Without restart it dies again as often as it is started, until the fault is over; the kubelet's
/// back-off between the starts may last longer than the fault.
package struct ProcessKill: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "processKill"
  /// What breaks, for the schema.
  package static let summary = "the main process of pods is killed; the kubelet starts it again"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which pods, and how many of them.
  package let target: PodTarget
  /// Whether it lives when it is started again.
  package let restarts: Bool

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension ProcessKill: SpecObject {
  static let what = "a process kill"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .one) ?? .one
    restarts = reader.optional(
      "restart", .flag, default: true,
      "whether it lives again before the fault is over; yes by default, else it dies at each start")
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
