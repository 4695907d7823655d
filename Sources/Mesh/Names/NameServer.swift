import Cluster
import SimulationKernel

/// A CoreDNS pod as its clients know it: its counters and what its cache holds.
struct NameServer {
  let pod: PodHandle
  var counters = NameServerCounters()
  /// When what the cache holds about each name and type expires.
  private var cache = SortedMap<Int32, SimTime>()

  init(pod: PodHandle) { self.pod = pod }

  /// Whether the cache holds an answer about a name and a type.
  func holds(_ key: Int32, at now: SimTime) -> Bool {
    cache[key].map { $0 > now } ?? false
  }

  /// Puts an answer into the cache for a time, where it may be kept.
  mutating func keep(_ key: Int32, for time: SimDuration, now: SimTime) {
    guard time > .zero else { return }
    cache.set(now + time, for: key)
  }

  /// Counts an answer: by type, by what it says, and whether the cache had it.
  mutating func count(exists: Bool, isLong: Bool, isHit: Bool) {
    counters.addressQueries += isLong ? 0 : 1
    counters.longAddressQueries += isLong ? 1 : 0
    counters.found += exists ? 1 : 0
    counters.absent += exists ? 0 : 1
    counters.misses += isHit ? 0 : 1
    counters.successHits += isHit && exists ? 1 : 0
    counters.denialHits += isHit && !exists ? 1 : 0
  }
}
