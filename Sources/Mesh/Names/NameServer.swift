import Cluster
import SimulationKernel

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

  /// Whether the cache holds an answer about a name and a type.
  func holds(_ key: Int32, at now: SimTime) -> Bool {
    let place = place(of: key)
    return place < cache.count && cache[place].key == key && cache[place].expiresAt > now
  }

  /// Puts an answer into the cache for a time, where it may be kept.
  mutating func keep(_ key: Int32, for time: SimDuration, now: SimTime) {
    guard time > .zero else { return }
    let place = place(of: key)
    if place < cache.count, cache[place].key == key {
      cache[place].expiresAt = now + time
    } else {
      cache.insert(Entry(key: key, expiresAt: now + time), at: place)
    }
  }

  private func place(of key: Int32) -> Int {
    var (low, high) = (0, cache.count)
    while low < high {
      let middle = (low + high) / 2
      if cache[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
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
