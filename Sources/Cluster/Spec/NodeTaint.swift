/// A mark of a node that keeps pods away.
package struct NodeTaint: Hashable, Sendable {
  /// What it does to pods that don't tolerate it.
  package enum Effect: String, Hashable, Sendable, CaseIterable {
    /// New pods are not placed.
    case noSchedule = "NoSchedule"
    /// New pods are placed elsewhere if possible.
    case preferNoSchedule = "PreferNoSchedule"
    /// New pods are not placed and running ones are evicted.
    case noExecute = "NoExecute"
  }

  /// Key.
  package var key: String
  /// Value.
  package var value: String
  /// Effect.
  package var effect: Effect

  /// Makes a taint.
  package init(key: String, value: String = "", effect: Effect) {
    self.key = key
    self.value = value
    self.effect = effect
  }
}
