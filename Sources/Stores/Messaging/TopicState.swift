package import SimulationKernel

/// A topic as one group of consumers takes it: how its messages are handed out.
package struct TopicSpec: Sendable {
  /// The rules of its broker.
  package var rules: DeliveryRules
  /// The replica groups that keep its messages, one a partition.
  package var groups: Range<Int>
  /// Deliveries that one member works on at once.
  package var prefetch: Int
  /// Most messages of a delivery.
  package var batchSize: Int
  /// How long a member collects messages before it takes fewer than `batchSize`.
  package var batchWindow: SimDuration
  /// Whether the broker drops a message that a publisher repeats.
  package var deduplicates: Bool

  /// Describes a topic whose messages are handed out one by one.
  package init(
    rules: DeliveryRules, groups: Range<Int>, prefetch: Int, batchSize: Int = 1,
    batchWindow: SimDuration = .zero, deduplicates: Bool = false
  ) {
    self.rules = rules
    self.groups = groups
    self.prefetch = prefetch
    self.batchSize = batchSize
    self.batchWindow = batchWindow
    self.deduplicates = deduplicates
  }
}

/// What became of a topic's messages since the run began.
package struct TopicCounters: BitwiseCopyable, Sendable {
  /// Messages that the broker acknowledged to publishers.
  package internal(set) var published: UInt64 = 0
  /// Messages that are done for good.
  package internal(set) var settled: UInt64 = 0
  /// Messages set aside after too many deliveries.
  package internal(set) var deadLettered: UInt64 = 0
  /// Messages that the broker lost with the writes of a failover.
  package internal(set) var lost: UInt64 = 0
  /// Messages handed out, each time.
  package internal(set) var delivered: UInt64 = 0
  /// Messages handed out again.
  package internal(set) var redelivered: UInt64 = 0
  /// Messages that were worked on once more than needed: at least once is not exactly once.
  package internal(set) var duplicated: UInt64 = 0
}

/// What a topic holds at a moment.
package struct TopicLevels: BitwiseCopyable, Sendable {
  /// Messages that wait to be handed out.
  package internal(set) var waiting = 0
  /// Messages that consumers work on.
  package internal(set) var underWay = 0
  /// Messages that consumers are done with and have not yet stored as done.
  package internal(set) var uncommitted = 0
  /// Members of the group.
  package internal(set) var members = 0
  /// When the oldest waiting message was published; `infinity` without one.
  package internal(set) var oldestAt = SimTime.infinity
}

/// A topic while it runs.
struct TopicState {
  let spec: TopicSpec
  /// Its partitions among all of all topics.
  let partitions: Range<Int>
  var counters = TopicCounters()
  /// The members of the group, those given up left out, in the order of joining.
  var members: [ConsumerMember] = []
  /// Messages that wait to be handed out, and those that consumers work on.
  var waiting = 0
  var underWay = 0
  /// The member and the partition whose turn it is.
  var nextMember = 0
  var nextPartition = 0
  /// When the partitions lie anew.
  var rebalanceAt = SimTime.infinity
  /// The publishers' recent draws, by which a repeated message is known.
  var recent: [UInt64] = []
  var nextRecent = 0
  /// How many are kept: publishers repeat within seconds.
  static let recentCount = 256

  init(_ spec: TopicSpec, partitions: Range<Int>) {
    self.spec = spec
    self.partitions = partitions
  }
}
