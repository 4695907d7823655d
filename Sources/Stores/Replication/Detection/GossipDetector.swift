package import SimulationKernel

/// Redis Cluster's failure detection of one master by the other masters.
///
/// A peer's ping that stays unanswered for the node timeout makes it suspect the master (PFAIL);
/// suspicion by a majority of all masters, the dead one counted, makes a failure (FAIL). Reports
/// older than two node timeouts do not count (redis `cluster_legacy.c`).
package struct GossipDetector: Sendable {
  /// cluster-node-timeout.
  package let nodeTimeout: SimDuration
  /// Since when a ping of each peer is outstanding.
  private var outstanding: [SimTime?]
  /// When the majority was reached.
  package private(set) var failedAt: SimTime?

  /// Makes a detector for a number of masters, the watched one included.
  package init(nodeTimeout: SimDuration, masters: Int) {
    self.nodeTimeout = nodeTimeout
    outstanding = Array(repeating: nil, count: masters)
  }

  /// One peer's view at a time; when the peer loses sight of the master its next ping goes out
  /// after a gap: none on a closed connection, up to half a node timeout on silence.
  package mutating func observe(
    peer: Int, isHeard: Bool, pingGap: SimDuration, now: SimTime
  ) {
    if isHeard {
      outstanding[peer] = nil
    } else if outstanding[peer] == nil {
      outstanding[peer] = now + pingGap
    }
  }

  /// Whether a peer suspects the master.
  package func suspects(peer: Int, now: SimTime) -> Bool {
    outstanding[peer].map { now >= $0 + nodeTimeout } ?? false
  }

  /// Counts the suspicions: a majority makes a failure, and none at all ends it.
  package mutating func decide(now: SimTime) {
    var suspicions = 0
    for peer in outstanding.indices where suspects(peer: peer, now: now) { suspicions += 1 }
    guard suspicions >= Quorum.majority(of: outstanding.count) else {
      if suspicions == 0 { failedAt = nil }
      return
    }
    if failedAt == nil { failedAt = now }
  }

  /// The watched role has a new holder.
  package mutating func reset() {
    failedAt = nil
    for peer in outstanding.indices { outstanding[peer] = nil }
  }

  /// How long a replica waits before it asks for votes: half a second, a drawn part of another so
  /// that the failure spreads, and a second for each replica with newer data.
  package static func electionDelay(draw: SimDuration, rank: Int) -> SimDuration {
    .milliseconds(500) + draw + .seconds(Int64(rank))
  }
}
