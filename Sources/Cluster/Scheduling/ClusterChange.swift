/// What changed in the cluster, for pods that wait unschedulable (kubernetes
/// pkg/scheduler/framework/types.go ClusterEvent).
package struct ClusterChange: OptionSet, Hashable, Sendable {
  /// The kinds as bits.
  package let rawValue: UInt16

  /// Makes a set of kinds.
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// A node joined.
  static let nodeAdded = ClusterChange(rawValue: 1)
  /// A node's taints or its cordon changed.
  static let nodeTaints = ClusterChange(rawValue: 2)
  /// A node's capacity changed: it is back.
  static let nodeAllocatable = ClusterChange(rawValue: 4)
  /// Anything about a node.
  static let node: ClusterChange = [.nodeAdded, .nodeTaints, .nodeAllocatable]
  /// A pod that had a node is gone.
  static let podGone = ClusterChange(rawValue: 8)
  /// A pod got a node.
  static let podAssigned = ClusterChange(rawValue: 16)
  /// A claim, volume, storage class or attachment changed.
  static let volume = ClusterChange(rawValue: 32)
}
