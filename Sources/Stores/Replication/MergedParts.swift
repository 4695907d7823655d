package import SimulationKernel

/// The active parts of one copy of a table's partition, and the merges that make fewer of them
/// (ClickHouse MergeTree).
///
/// An insert makes a part; a merge reads some parts and writes them as one. The simple merge
/// selector takes about ten of a size, and each merge is a job on one of the pool's threads.
package struct MergedParts: Equatable, Sendable {
  /// Parts that a merge takes.
  package static var fanIn: Int { 10 }
  /// Merges at a time (`background_pool_size`).
  package static var pool: Int { 16 }

  /// Parts that are not part of others.
  package private(set) var active = 0
  /// Their bytes.
  package private(set) var bytes: Int64 = 0
  private var running: [SimTime] = []

  /// Makes a table without parts.
  package init() {}

  /// The mean size of a part.
  package var meanBytes: Int64 { active == 0 ? 0 : bytes / Int64(active) }

  /// An insert made a part.
  package mutating func insert(bytes added: Int64) {
    active += 1
    bytes += added
  }

  /// Bytes that the next merge reads and writes; nil while none is to begin.
  package var nextMerge: Int64? {
    let waiting = active - running.count * Self.fanIn
    guard waiting >= Self.fanIn, running.count < Self.pool else { return nil }
    return 2 * meanBytes * Int64(Self.fanIn)
  }

  /// A merge began that ends at a time.
  package mutating func begin(until end: SimTime) { running.append(end) }

  /// Merges whose time has come replace their parts by one.
  package mutating func finish(now: SimTime) {
    let done = running.count(where: { $0 <= now })
    running.removeAll { $0 <= now }
    active -= done * (Self.fanIn - 1)
  }

  /// The software stopped: merges under way are lost.
  package mutating func interrupt() { running.removeAll() }
}
