package import SimulationKernel

/// Who looks after a store's pods: in which order it restarts them, what it makes sure of before it
/// stops one, and what it mends.
///
/// One operator is one file with its value, and a line in `StoreOperatorCatalog`.
package struct StoreOperator: Equatable, Sendable {
  /// In which order pods are restarted.
  package enum Order: Sendable {
    /// The highest ordinal first (StatefulSet).
    case descending
    /// Those that do not lead first, leaders last (CloudNativePG, Zalando, Redis).
    case followersFirst
    /// Pods that are not ready first, then by ordinal, the active controller last (Strimzi).
    case controllerLast
    /// Shard by shard (Altinity).
    case byShard
  }

  /// What must hold before a member is stopped.
  package enum Safeguard: Sendable {
    /// All others are ready.
    case othersReady
    /// All others are ready and streaming copies of everything they hold.
    case othersSettled
    /// A majority is left without it (RabbitMQ's hook).
    case majorityLeft
    /// The health is green and every role has another node (Elastic's budget).
    case greenHealth
    /// No partition falls below its least number of in-sync copies (Strimzi).
    case inSyncSets
  }

  /// Most pods at a time.
  package enum Batch: Equatable, Sendable {
    case fixed(Int)
    /// As Altinity's operator has it, by the number of shards.
    case ofShards
  }

  /// What the setting `operator` calls it.
  package let name: String
  /// In which order.
  package var order = Order.descending
  /// What is made sure of.
  package var safeguard = Safeguard.othersReady
  /// Most pods at a time.
  package var batch = Batch.fixed(1)
  /// Whether a leader gives its shards to other members before it is stopped, and is left alone
  /// while none can take them.
  package var handsOver = false
  /// Whether its StatefulSets replace no pods by themselves (`OnDelete`): it deletes those of an
  /// old revision in its own order.
  package var replacesPods = false
  /// How long after it put a restart off it looks again; zero where any change of the pods wakes
  /// it.
  package var retry = SimDuration.zero
  /// From SIGTERM to SIGKILL; nil leaves it to the pod.
  package var grace: SimDuration?
  /// How long a hook keeps the pod before it gets SIGTERM.
  package var preStop = SimDuration.zero
  /// How long a pod takes from SIGTERM to its end; nil where its software does not take its time.
  package var drain: SimDuration?
  /// What the names of its images contain, any of them, where the pods' own kind does not tell
  /// whose they are.
  package var images: [String] = []
  /// Kinds of the resources of which it makes StatefulSets, which tell whose the pods are.
  package var kinds: [String] = []
  /// What it mends; nil where it leaves that to the system.
  package var repair: RepairRule?

  /// Makes an operator that restarts pods as a StatefulSet does.
  package init(_ name: String) { self.name = name }

  /// The most pods of the first batch and of those after it, for a store with some shards.
  func batches(shards: Int) -> (first: Int, next: Int) {
    switch batch {
    case .fixed(let count): (count, count)
    case .ofShards: AltinityOperator.batches(shards: shards)
    }
  }
}

extension StoreOperator {
  /// Kubernetes' own StatefulSet controller.
  package static let statefulSet = StoreOperator("statefulset")
}
