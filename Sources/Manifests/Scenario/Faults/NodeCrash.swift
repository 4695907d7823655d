/// Machines lose their power.
package struct NodeCrash: FaultAction {
  /// The field by which a scenario asks for it.
  package static let kind = "nodeCrash"
  /// What breaks, for the schema.
  package static let summary = "machines lose their power"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which machines.
  package let target: NodeTarget

  /// What it is aimed at.
  package var targets: [FaultTarget] { [.nodes(target)] }
}

extension NodeCrash: SpecObject {
  static let what = "a node crash"

  init?(_ reader: inout SpecReader) {
    guard let target = reader.choice(NodeTarget.choices + NodeTarget.choicesByPod) else {
      return nil
    }
    self.target = target
  }
}
