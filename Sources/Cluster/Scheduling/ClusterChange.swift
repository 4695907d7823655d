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
  /// A node's labels changed.
  static let nodeLabels = ClusterChange(rawValue: 4)
  /// A node is gone.
  static let nodeRemoved = ClusterChange(rawValue: 64)
  /// Anything about a node that is there.
  static let node: ClusterChange = [.nodeAdded, .nodeTaints, .nodeLabels]
  /// A pod that had a node is gone.
  static let podGone = ClusterChange(rawValue: 8)
  /// A pod got a node.
  static let podAssigned = ClusterChange(rawValue: 16)
  /// A pod that has a node asks for less.
  static let podShrunk = ClusterChange(rawValue: 128)
  /// A claim, volume, storage class or attachment changed.
  static let volume = ClusterChange(rawValue: 32)
}
