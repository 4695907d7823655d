import SimulationKernel

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
