/// A fault of machines of which only those that it hits are said.
package protocol NodeFault: FaultAction {
  /// The machines.
  var target: NodeTarget { get }

  /// Makes the fault of some machines.
  init(target: NodeTarget)
}

extension NodeFault {
  /// What it is aimed at.
  package var targets: [FaultTarget] { [.nodes(target)] }

  /// Reads the machines: by name or zone, or by what runs on them.
  init?(_ reader: inout SpecReader) {
    guard let target = reader.choice(NodeTarget.choices + NodeTarget.choicesByPod) else {
      return nil
    }
    self.init(target: target)
  }
}
