/// RabbitMQ's alarms: a node short of memory or of disk blocks all who publish, on every node of
/// the cluster; those who consume go on (rabbitmq docs, alarms).
package struct ResourceAlarms: Equatable, Sendable {
  /// The share of the memory above which publishers are blocked (`vm_memory_high_watermark`; 0.6
  /// since 4.0, 0.4 before).
  package var memoryWatermark = 0.6
  /// The free bytes below which publishers are blocked (`rabbit_disk_monitor.erl`).
  package var diskFreeLimit: Int64 = 50_000_000
  /// The bytes of the write-ahead log that a node holds in memory before it rolls over
  /// (`raft.wal_max_size_bytes`).
  package var walLimit: Int64 = 512 << 20

  /// Makes the alarms of a node of which nothing is set.
  package init() {}

  /// The bytes above which a node of a memory blocks publishers.
  package func memoryLimit(of memory: Int64) -> Double { Double(memory) * memoryWatermark }

  /// Whether a node's memory blocks publishers.
  package func isShortOfMemory(used: Int64, of memory: Int64) -> Bool {
    Double(used) > memoryLimit(of: memory)
  }

  /// Whether a node's disk blocks publishers.
  package func isShortOfDisk(free: Int64) -> Bool { free < diskFreeLimit }

  /// The memory that a node should have: three times the write-ahead log's limit, which is filled
  /// while the log before is still written to segments (rabbitmq docs, quorum queues).
  package var recommendedMemory: Int64 { walLimit * 3 }
}
