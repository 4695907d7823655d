/// The active parts of one copy of a table's partition, and the merges that make fewer of them
/// (ClickHouse MergeTree).
///
/// An insert makes a part; a merge reads some parts and writes them as one. The simple merge
/// selector takes parts of about one size, some ten of them, because a merge is worth its bytes
/// only where the largest part is a small share of the sum (SimpleMergeSelector.cpp, `base`). So
/// parts lie in tiers: what an insert made, what one merge made of ten of those, and so on, and a
/// byte is written again once a tier, a number that grows as the logarithm of the data. Each merge
/// is a job on one of the pool's threads.
package struct MergedParts: Equatable, Sendable {
  /// Parts that a merge takes.
  package static var fanIn: Int { 10 }
  /// Merges at a time (`background_pool_size`).
  package static var pool: Int { 16 }
  /// The most bytes that a merge takes (`max_bytes_to_merge_at_max_space_in_pool`).
  package static var largestMerge: Int64 { 150 << 30 }

  /// Parts that as many merges made, and that no merge takes.
  private struct Tier: Equatable, Sendable {
    var count = 0
    var bytes: Int64 = 0
  }

  /// A merge under way of parts of a tier.
  private struct Merge: Equatable, Sendable {
    let tier: Int
    /// The parts' bytes.
    let bytes: Int64
    /// What it has still to read and to write, in bytes.
    var left: Int64
  }

  private var tiers: [Tier] = []
  private var merges: [Merge] = []

  /// Makes a table without parts.
  package init() {}

  /// Parts that are not part of others; those that a merge takes are, until it ends.
  package var active: Int {
    tiers.reduce(merges.count * Self.fanIn) { $0 + $1.count }
  }

  /// Their bytes.
  package var bytes: Int64 {
    merges.reduce(tiers.reduce(0) { $0 + $1.bytes }) { $0 + $1.bytes }
  }

  /// The mean size of a part, in bytes.
  package var meanBytes: Int64 {
    let count = active
    return count == 0 ? 0 : bytes / Int64(count)
  }

  /// What the merges under way have still to read and to write, in bytes.
  package var pending: Int64 { merges.reduce(0) { $0 + $1.left } }

  /// An insert made a part.
  package mutating func insert(bytes: Int64) { add(Tier(count: 1, bytes: bytes), to: 0) }

  /// Begins merges wherever there are enough parts and threads.
  package mutating func beginMerges() {
    for tier in tiers.indices {
      while merges.count < Self.pool, tiers[tier].count >= Self.fanIn {
        let bytes = tiers[tier].bytes / Int64(tiers[tier].count) * Int64(Self.fanIn)
        guard bytes <= Self.largestMerge else { break }
        tiers[tier].count -= Self.fanIn
        tiers[tier].bytes -= bytes
        merges.append(Merge(tier: tier, bytes: bytes, left: 2 * bytes))
      }
    }
  }

  /// Lets the merges go on by the bytes that the disk moved for them, in even shares; each that
  /// ends replaces its parts by one.
  package mutating func merge(moving bytes: Int64) {
    merges.sort { $0.left < $1.left }
    var rest = bytes
    for index in merges.indices {
      let moved = min(merges[index].left, rest / Int64(merges.count - index))
      merges[index].left -= moved
      rest -= moved
    }
    for merge in merges where merge.left == 0 {
      add(Tier(count: 1, bytes: merge.bytes), to: merge.tier + 1)
    }
    merges.removeAll { $0.left == 0 }
  }

  /// The software stopped: merges under way are lost, and their parts are there as before.
  package mutating func interrupt() {
    for merge in merges { add(Tier(count: Self.fanIn, bytes: merge.bytes), to: merge.tier) }
    merges.removeAll()
  }

  private mutating func add(_ parts: Tier, to tier: Int) {
    while tiers.count <= tier { tiers.append(Tier()) }
    tiers[tier].count += parts.count
    tiers[tier].bytes += parts.bytes
  }
}
