package import SimulationKernel

/// The numbers of Redis Cluster that follow from `cluster-node-timeout` (redis `cluster_legacy.c`).
package struct ClusterBusRules: Equatable, Sendable {
  /// cluster-node-timeout.
  package let nodeTimeout: SimDuration

  /// Makes the rules of a node timeout.
  package init(nodeTimeout: SimDuration) { self.nodeTimeout = nodeTimeout }

  /// How often each node's cron runs.
  package static let cronPeriod = SimDuration.milliseconds(100)

  /// A pong older than this is asked for: half the node timeout.
  package var pingInterval: SimDuration { nodeTimeout / 2 }

  /// How long a report of a suspicion counts, and a master with slots stays failed although it
  /// answers (CLUSTER_FAIL_REPORT_VALIDITY_MULT, CLUSTER_FAIL_UNDO_TIME_MULT).
  package var reportValidity: SimDuration { nodeTimeout * 2 }

  /// How long a master that voted does not vote again for the same master's replicas.
  package var voteLockout: SimDuration { nodeTimeout * 2 }

  /// How long a replica waits for the votes that it asked for.
  package var voteTimeout: SimDuration { max(nodeTimeout * 2, .seconds(2)) }

  /// How long after its last election a replica begins another.
  package var voteRetry: SimDuration { voteTimeout * 2 }

  /// How long a master that was in a minority stays out after it sees a majority again.
  package var rejoinDelay: SimDuration {
    min(max(nodeTimeout, .milliseconds(500)), .seconds(5))
  }

  /// How long a master refuses writes after its start (CLUSTER_WRITABLE_DELAY).
  package var writableDelay: SimDuration { .seconds(2) }

  /// Whether a suspecting node declares a failure: reports of other masters, and itself if it is
  /// one.
  ///
  /// - Parameter masters: here and below, all that have slots, failed ones included.
  package func isFailure(reports: Int, isObserverMaster: Bool, masters: Int) -> Bool {
    reports + (isObserverMaster ? 1 : 0) >= Quorum.majority(of: masters)
  }

  /// Whether a replica with some votes is elected.
  package func isElected(votes: Int, masters: Int) -> Bool { votes >= Quorum.majority(of: masters) }

  /// Whether a node answers commands with keys, or with CLUSTERDOWN.
  package func isServing(
    allSlotsCovered: Bool, requiresFullCoverage: Bool, masters: Int, reachable: Int
  ) -> Bool {
    (allSlotsCovered || !requiresFullCoverage) && reachable >= Quorum.majority(of: masters)
  }
}
