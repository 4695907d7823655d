/// What that comes to in a version (rabbitmq docs, partitions).
package enum PartitionEffect: String, Sendable {
  /// Since 4.3.
  case none = "accepted but ignored; Mnesia removed; all metadata is Raft (Khepri)"
  case divergence = """
    default; both sides keep running, classic queues/metadata may diverge; quorum queues still Raft
    """
  case pausesMinority = "nodes in a minority pause until the partition ends"
  case restartsLosers = "when the partition ends, the nodes of the side with fewer clients restart"

  /// The effect of a handling in a version; nil is a current one.
  package init(of handling: PartitionHandling, in version: SoftwareVersion?) {
    guard let version, version < SoftwareVersion(major: 4, minor: 3) else {
      self = .none
      return
    }
    switch handling {
    case .ignore: self = .divergence
    case .pauseMinority: self = .pausesMinority
    case .autoheal: self = .restartsLosers
    }
  }
}
