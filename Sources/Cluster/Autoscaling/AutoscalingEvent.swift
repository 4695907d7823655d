/// Events of autoscaling, in the range 110...119 of the cluster room's kinds.
package enum AutoscalingEvent: UInt8, Sendable {
  /// cAdvisor's housekeeping reads what the containers have used.
  case readUsage = 110
  /// metrics-server has scraped the kubelets and publishes what they read last.
  case publishUsage
  /// An autoscaler's periodic sync; argument: autoscaler.
  case syncAutoscaler
  /// The cluster autoscaler looks at pods and nodes.
  case scanPools
  /// A machine's kubelet registers its node; argument: node.
  case registerNode
  /// A node that goes is emptied further; argument: node.
  case continueRemoval
  /// A cluster-proportional-autoscaler polls; argument: its index.
  case followNodes

  /// Decodes the kind of a notice; nil if it is not one of these.
  package init?(kind: UInt8) { self.init(rawValue: kind) }
}
