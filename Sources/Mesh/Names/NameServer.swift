import Cluster
import SimulationKernel

/// What one CoreDNS pod did since the run began, by the names of its metrics.
package struct NameServerCounters: BitwiseCopyable, Sendable {
  /// Queries of type A that were answered.
  package var addressQueries: UInt64 = 0
  /// Queries of type AAAA that were answered.
  package var longAddressQueries: UInt64 = 0
  /// Answers that a name exists.
  package var found: UInt64 = 0
  /// Answers that a name does not exist (NXDOMAIN).
  package var absent: UInt64 = 0
  /// Answers of a server that could not tell (SERVFAIL).
  package var failed: UInt64 = 0
  /// Answers from the cache that a name exists.
  package var successHits: UInt64 = 0
  /// Answers from the cache that a name does not exist.
  package var denialHits: UInt64 = 0
  /// Queries that the cache could not answer.
  package var misses: UInt64 = 0
}

/// A CoreDNS pod as its clients know it: its counters and what its cache holds.
struct NameServer {
  /// What the cache holds about a name and a type.
  private struct Entry {
    let key: Int32
    var expiresAt: SimTime
  }

  let pod: PodHandle
  var counters = NameServerCounters()
  private var cache: [Entry] = []

  init(pod: PodHandle) { self.pod = pod }

  /// Whether the cache answers; else the answer is put there for a time, where it may be kept.
  mutating func isCached(_ key: Int32, keeping time: SimDuration, now: SimTime) -> Bool {
    var (low, high) = (0, cache.count)
    while low < high {
      let middle = (low + high) / 2
      if cache[middle].key < key { low = middle + 1 } else { high = middle }
    }
    let isKnown = low < cache.count && cache[low].key == key
    if isKnown, cache[low].expiresAt > now { return true }
    guard time > .zero else { return false }
    if isKnown {
      cache[low].expiresAt = now + time
    } else {
      cache.insert(Entry(key: key, expiresAt: now + time), at: low)
    }
    return false
  }
}
