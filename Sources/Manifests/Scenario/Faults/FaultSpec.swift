package import SimulationKernel

/// Something that breaks at a time: an entry of a scenario's `faults`.
package struct FaultSpec: Sendable {
  /// Its name, unique in the scenario; the fault's kind and number where none was written.
  package let name: String
  /// Where the name was written; the whole fault where it was not.
  package let span: SourceSpan
  /// When it is injected.
  package let at: SimTime
  /// How long it lasts; nil means until the end, or that it happens once.
  package let duration: SimDuration?
  /// What breaks.
  package let action: FaultAction
}

/// What breaks.
package enum FaultAction: Sendable {
  /// Machines lose their power.
  case nodeCrash(NodeTarget)
  /// Pods are killed once; their controllers replace them.
  case podKill(PodTarget, gracePeriod: SimDuration)
  /// Every machine of a zone loses its power.
  case zoneLoss(zone: String, span: SourceSpan)
  /// Packets between two sides are lost.
  case networkPartition(NetworkPartition)

  /// The name by which a scenario asks for it.
  package var kind: FaultKind {
    switch self {
    case .nodeCrash: .nodeCrash
    case .podKill: .podKill
    case .zoneLoss: .zoneLoss
    case .networkPartition: .networkPartition
    }
  }
}

/// The names of the faults.
package enum FaultKind: String, Sendable, CaseIterable {
  case nodeCrash, podKill, zoneLoss, networkPartition
}

/// Which packets a partition loses.
package struct NetworkPartition: Sendable {
  /// Which way packets are lost (Chaos Mesh's `direction`).
  package enum Direction: String, Sendable, CaseIterable {
    /// Those that `from` sends.
    case to
    /// Those that `from` receives.
    case from
    case both
  }

  /// One side.
  package let from: FaultTarget
  /// The other side; nil means everything else.
  package let to: FaultTarget?
  /// Which way packets are lost; `both` where none was written.
  package let direction: Direction
}
