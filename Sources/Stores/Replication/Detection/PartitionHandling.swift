package import SimulationKernel

/// What a RabbitMQ node is told to do when the cluster falls apart (`cluster_partition_handling`).
package enum PartitionHandling: String, Sendable, CaseIterable {
  case ignore
  case pauseMinority = "pause_minority"
  case autoheal

  /// From a node's silence until the others call it gone: four ticks fit into the time, and the
  /// loss is seen a quarter before or after it (rabbitmq docs, nettick).
  package static func detection(tickTime: SimDuration) -> ClosedRange<SimDuration> {
    tickTime.scaled(by: 0.75)...tickTime.scaled(by: 1.25)
  }
}

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

/// A version of some software by its first two numbers.
package struct SoftwareVersion: Comparable, Sendable {
  let major: Int
  let minor: Int

  /// Makes a version.
  package init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Reads `3.13.7-management`; nil where the text does not begin with two numbers.
  package init?(_ text: String) {
    let parts = text.drop { !$0.isNumber }.split(separator: ".", maxSplits: 2)
    let digits = parts.map { $0.prefix(while: \.isNumber) }
    guard digits.count >= 2, let major = Int(digits[0]), let minor = Int(digits[1]) else {
      return nil
    }
    self.init(major: major, minor: minor)
  }

  /// Whether a version is older than another.
  package static func < (left: SoftwareVersion, right: SoftwareVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
