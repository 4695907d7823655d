/// Machines lose their power.
package struct NodeCrash: NodeFault {
  /// The field by which a scenario asks for it.
  package static let kind = "nodeCrash"
  /// What breaks, for the schema.
  package static let summary = "machines lose their power"
  /// Whether nothing is undone.
  package static let happensOnce = false

  /// Which machines.
  package let target: NodeTarget

  /// Makes the fault of some machines.
  package init(target: NodeTarget) { self.target = target }
}

extension NodeCrash: SpecObject {
  static let what = "a node crash"
}
