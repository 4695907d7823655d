import SimulationKernel

/// One pod's part in a store.
package struct StoreMember {
  /// The store.
  package let store: Int
  /// The pod's number among the store's pods; those of a separate coordinating workload follow.
  package let ordinal: Int
  /// Elasticsearch: whether it votes about the master, and may be it.
  let isMasterEligible: Bool
  /// Whether the software runs.
  package internal(set) var isUp = false
  /// Whether it stopped without closing its connections: its machine lost power, or it is frozen.
  package internal(set) var isSilent = false
  /// When the software started last.
  var startedAt = SimTime.zero
  /// When it last wrote what is in its memory to disk (Redis' snapshots).
  var savedAt = SimTime.zero
  /// When the software first started with a disk that is empty now; nil where that did not happen.
  var emptySince: SimTime?
  /// When the software stopped last.
  var stoppedAt = SimTime.zero
  /// The start of its software that is not done; nil where there is none.
  var pendingStart: PendingStart?
  /// Whether it ended because the disk of its log was full, and has not been ready since.
  var isOutOfRoom = false
  /// The failure detector for it, where the others know members by sessions.
  var session: SessionDetector?
  /// Whether its process is refused because the session of the process before it still lasts
  /// (Kafka).
  var isUnregistered = false
  /// Whether it got SIGTERM and shuts down in order.
  package internal(set) var isStopping = false
  /// Whether its process is frozen by SIGSTOP: it runs no instruction and answers nothing.
  package internal(set) var isFrozen = false
  /// Whether the Kubernetes API calls its pod ready.
  package internal(set) var isReady = true
  /// Whether the pod reaches the Kubernetes API.
  package internal(set) var seesAPI = true
  /// Whether its machine does, so that the API hears what the kubelet finds.
  package internal(set) var isNodeHeard = true
  /// How often the software has started; what was sent to an earlier start is lost.
  package internal(set) var epoch: UInt32 = 0
  /// The set of members of the store with which it can exchange packets, by ordinal.
  package internal(set) var reach = BitSet.all
  /// Operations answered.
  package internal(set) var answered: UInt64 = 0
  var disk: Disk
  /// The memory of its pod; nil without a limit.
  let memoryBytes: Int64?
  /// The node that its pod is on, by the cluster's numbering; -1 before the first pod.
  var machine = -1
  /// The rate of that node's network interface, in bytes a second.
  var line = Double.infinity
  /// What is on the disk by its age, where data is deleted by its age.
  var retained = RetainedLog(age: .zero)
  /// Its write-ahead log, where its engine recycles that (PostgreSQL).
  var log = RecycledLog()
  /// The capacity of the log's own disk in bytes; nil where the log is on the disk of the data.
  var logCapacity: Int64?
  /// Bytes of the write-ahead log since it last rolled over, where the engine keeps them in memory.
  var walBytes: Int64 = 0
  /// Since when it and a majority of the store's members hear nothing of each other; nil while they
  /// do.
  var isolatedSince: SimTime?
  /// How long after that they take each other for gone.
  var isolationLimit = SimDuration.infinity
  /// ClickHouse: since when it does not reach the leader of the Keepers; nil while it does.
  var keeperMuteSince: SimTime?
  /// Since when its disk has answered nothing; nil while it answers.
  var stalledSince: SimTime?
  /// Whether the flood-stage watermark of its disk makes its indices read-only (Elasticsearch).
  var isReadOnly = false
  /// The events that a frozen process handles when it is thawed, in order.
  var backlog: [(event: StoreEvent, argument: UInt32)] = []

  /// Whether its process runs and does not listen yet.
  package var isLoading: Bool { pendingStart?.isLoading ?? false }
}
