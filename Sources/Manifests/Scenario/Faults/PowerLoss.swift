/// Machines lose their power at the same instant, and with it what their page caches held.
package struct PowerLoss: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "powerLoss"
  /// What breaks, for the schema.
  package static let summary = "machines lose their power at once, with what no disk holds yet"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which machines; nil means all.
  package let target: NodeTarget?

  /// What it is aimed at.
  package var targets: [FaultTarget] { target.map { [.nodes($0)] } ?? [] }
}

extension PowerLoss: SpecObject {
  static let what = "a power loss"

  init?(_ reader: inout SpecReader) {
    let mode = reader.targetMode(default: .all) ?? .all
    let byPod = PodTarget.choices(mode).map { choice in
      choice.map { NodeTarget.machines(of: $0) }
    }
    target = reader.choice(NodeTarget.choices + byPod, isRequired: false)
  }
}
