/// Elasticsearch's watermarks of disks: how full a node may be before shards stay away, move away,
/// and stop taking writes (`DiskThresholdSettings`, `DiskThresholdDecider`).
///
/// A watermark is a share of the disk, but on large disks only so much free space as its headroom.
package struct DiskWatermarks: Equatable, Sendable {
  /// One of the watermarks.
  package struct Mark: Equatable, Sendable {
    /// The share of the disk in use.
    package var used: Double
    /// The most free bytes that it asks for.
    package var headroom: Int64

    /// Makes a watermark.
    package init(used: Double, headroom: Int64) {
      self.used = used
      self.headroom = headroom
    }

    /// Free bytes that a disk needs to be below the watermark.
    package func freeNeeded(of total: Int64) -> Int64 {
      min(Int64((Double(total) * (1 - used)).rounded()), headroom)
    }
  }

  /// Above it no shard is placed on the node, but for new empty primaries.
  package var low = Mark(used: 0.85, headroom: 200 << 30)
  /// Above it shards are moved away.
  package var high = Mark(used: 0.90, headroom: 150 << 30)
  /// Above it every index with a shard on the node becomes read-only.
  package var flood = Mark(used: 0.95, headroom: 100 << 30)

  /// Makes the watermarks of a cluster of which nothing is set.
  package init() {}

  /// Whether a shard may be placed on a node (`canAllocate`).
  package func canAllocate(
    shard: Int64, free: Int64, total: Int64, isNewPrimary: Bool
  ) -> Bool {
    let needed = high.freeNeeded(of: total)
    if free < low.freeNeeded(of: total) { return isNewPrimary && free > needed }
    return free - shard >= needed
  }

  /// Whether a shard may stay on a node (`canRemain`).
  package func canRemain(free: Int64, total: Int64) -> Bool {
    free >= high.freeNeeded(of: total)
  }

  /// Whether indices with a shard on a node are read-only: from the flood stage on, and again
  /// writable when the node is below the high watermark (`DiskThresholdMonitor`).
  package func isReadOnly(free: Int64, total: Int64, wasReadOnly: Bool) -> Bool {
    if free < flood.freeNeeded(of: total) { return true }
    return wasReadOnly && free < high.freeNeeded(of: total)
  }
}
