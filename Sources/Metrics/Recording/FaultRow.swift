package import SimulationKernel

/// A fault of the scenario and what it hit.
package struct FaultRow: Sendable {
  /// Dense number within the run; a row with the same number replaces the earlier one.
  package var index: Int32
  /// The fault's name in the scenario.
  package var name: String
  /// What kind of fault it is, such as `nodeCrash`.
  package var kind: String
  /// When it was injected.
  package var injectedAt: SimTime
  /// When it was repaired; nil for one that lasts or repairs itself.
  package var repairedAt: SimTime?
  /// What it hit, resolved once at injection.
  package var targets: [FaultTargetRow]

  /// Describes an injected fault.
  package init(
    index: Int32, name: String, kind: String, injectedAt: SimTime, repairedAt: SimTime? = nil,
    targets: [FaultTargetRow]
  ) {
    self.index = index
    self.name = name
    self.kind = kind
    self.injectedAt = injectedAt
    self.repairedAt = repairedAt
    self.targets = targets
  }
}

/// One thing that a fault hit.
package struct FaultTargetRow: Sendable {
  /// Kind of the thing, such as `Pod`, `Node`, or `Host` for one outside the cluster.
  package var kind: String
  /// Its name; pods as `namespace/name`.
  package var name: String
  /// Its UID; empty where it has none.
  package var uid: String

  /// Names a target.
  package init(kind: String, name: String, uid: String = "") {
    self.kind = kind
    self.name = name
    self.uid = uid
  }
}
