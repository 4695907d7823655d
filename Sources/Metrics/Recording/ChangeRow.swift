package import SimulationKernel

/// A change of the scenario: what an administrator did, and whether the API accepted it.
package struct ChangeRow: Sendable {
  /// Place among the scenario's changes; a row with the same number replaces the earlier one.
  package var index: Int32
  /// What was done, in kubectl's words: `apply`, `rollout restart`, `drain`.
  package var kind: String
  /// What it was done to: `namespace/name`, a node, a file.
  package var target: String
  /// When.
  package var madeAt: SimTime
  /// When the command returned, as of a drain whose pods are gone; nil while it waits.
  package var endedAt: SimTime?
  /// Why it was refused; nil where it was not.
  package var problem: String?

  /// Describes a change that is being made.
  package init(index: Int32, kind: String, target: String, madeAt: SimTime) {
    self.index = index
    self.kind = kind
    self.target = target
    self.madeAt = madeAt
  }
}
