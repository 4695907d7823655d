package import SimulationKernel

/// Pods are killed once; their controllers replace them.
package struct PodKill: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "podKill"
  /// What breaks, for the schema.
  package static let summary = "pods are killed once"
  /// Whether nothing is undone.
  package static let happensOnce = true

  /// Which pods, and how many of them.
  package let target: PodTarget
  /// From the deletion request to SIGKILL.
  package let gracePeriod: SimDuration

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.pods(target)] }
}

extension PodKill: SpecObject {
  static let what = "a pod kill"

  init?(_ reader: inout SpecReader) {
    let hasMode = reader.has("mode")
    let mode = reader.targetMode(default: .one) ?? .one
    gracePeriod = reader.optional(
      "gracePeriod", .duration, default: .zero,
      "time between SIGTERM and SIGKILL; none by default")
    if hasMode, reader.has("pod") {
      reader.diagnostics.error(
        "pod brings its own mode", at: reader.span(of: "mode"), code: "conflicting-fields")
    }
    guard let target = reader.choice(PodTarget.choices(mode)) else { return nil }
    self.target = target
  }
}
