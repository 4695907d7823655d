import SimulationKernel

/// What the topics hold and what became of it.
extension Messaging {
  /// What became of a topic's messages so far.
  package func counters(ofTopic topic: Int) -> TopicCounters { topics[topic].counters }

  /// What a topic holds now, counted through its lists.
  package func levels(ofTopic topic: Int) -> TopicLevels {
    var levels = TopicLevels()
    levels.underWay = topics[topic].underWay
    levels.members = topics[topic].members.count
    for index in topics[topic].partitions {
      let partition = partitions[index]
      levels.waiting += partition.waiting
      levels.uncommitted += partition.uncommitted.count
      for first in [partition.returned.first, partition.ready.first] {
        if let first { levels.oldestAt = min(levels.oldestAt, messages[first].publishedAt) }
      }
    }
    return levels
  }

  /// How far the group is behind in each partition: messages that it has not stored as done.
  package func lags(ofTopic topic: Int) -> [Int] {
    topics[topic].partitions.map { index in
      partitions[index].waiting + partitions[index].underWay + partitions[index].uncommitted.count
    }
  }

  /// Whether every message that was published waits, is under way, done, settled, set aside or
  /// lost, by a count of all lists.
  package func isConserved(_ topic: Int) -> Bool {
    let levels = levels(ofTopic: topic)
    let counters = topics[topic].counters
    var carried = 0
    for index in 0..<deliveries.capacity {
      guard let handle = deliveries.handle(at: index), Int(deliveries[handle].topic) == topic
      else { continue }
      carried += deliveries[handle].messages.count
    }
    let held = levels.waiting + levels.uncommitted + carried
    return levels.waiting == topics[topic].waiting && carried == topics[topic].underWay
      && counters.published == counters.settled + counters.deadLettered + counters.lost
        + UInt64(held)
  }
}
