/// What becomes of what an object owns when it is deleted (`kubectl delete --cascade`; meta/v1
/// DeletionPropagation).
package enum DeletionCascade: String, CaseIterable, Sendable {
  /// The object goes at once, and what it owns after it.
  case background
  /// The object stays until what it owns is gone.
  case foreground
  /// What it owns stays, without an owner.
  case orphan
}
