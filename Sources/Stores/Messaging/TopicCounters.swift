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
