package import SimulationKernel

/// What one node of a Redis Cluster knows of epochs, and which votes it gives.
///
/// Follows `clusterSendFailoverAuthIfNeeded` (redis `cluster_legacy.c`). Every packet carries its
/// sender's epoch, and whoever hears of a later one is in that one from then on. A replica that
/// asks for votes begins the next epoch, and a master gives one vote in each. Replicas of several
/// failed masters that ask before they have heard of each other do so in the same epoch and share
/// its votes; who asks in an epoch that has passed gets none (redis issues 3770 and 5857).
package struct BusVoter: Sendable {
  /// The latest epoch that the node has heard of (currentEpoch).
  package private(set) var currentEpoch: UInt64 = 0
  /// The epoch of its last vote (lastVoteEpoch).
  private var lastVoteEpoch: UInt64 = 0
  /// By node, when it last voted for a replica of that one (voted_time).
  private var votedAt: [SimTime?]

  /// Makes the state of a node of a new cluster.
  package init(nodes count: Int) { votedAt = Array(repeating: nil, count: count) }

  /// A packet arrives whose sender is in an epoch.
  package mutating func hear(_ epoch: UInt64) { currentEpoch = max(currentEpoch, epoch) }

  /// The node asks for votes: it begins the next epoch, and returns it.
  package mutating func beginElection() -> UInt64 {
    currentEpoch += 1
    return currentEpoch
  }

  /// A replica of another master asks for the node's vote, by a packet whose epoch the node has
  /// heard; returns whether it gets it.
  ///
  /// - Parameter hasFailed: whether the node believes that the replica's master has failed.
  package mutating func vote(
    inEpoch epoch: UInt64, toReplace master: Int, hasFailed: Bool, lockout: SimDuration,
    now: SimTime
  ) -> Bool {
    guard epoch >= currentEpoch, lastVoteEpoch != currentEpoch, hasFailed else { return false }
    if let last = votedAt[master], now - last < lockout { return false }
    lastVoteEpoch = currentEpoch
    votedAt[master] = now
    return true
  }

  /// The node's process began anew: the epochs are in its file, the times of its votes are not.
  package mutating func restart() {
    for master in votedAt.indices { votedAt[master] = nil }
  }
}
