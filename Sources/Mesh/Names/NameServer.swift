import Cluster
import Manifests
import SimulationKernel

/// A CoreDNS pod as its clients know it: its counters and what its cache holds.
struct NameServer {
  let pod: PodHandle
  var counters = NameServerCounters()
  /// What the cache holds about each name and type.
  private var cache = SortedMap<Int32, Entry>()

  /// An answer in the cache.
  private struct Entry: BitwiseCopyable {
    /// Whether it says that the name exists.
    var exists: Bool
    var storedAt: SimTime
    /// How long it may be kept.
    var life: SimDuration
    /// How often it was asked for without a long gap, and when last (plugin/pkg/freq).
    var hits = 0
    var askedAt: SimTime

    /// Whole seconds for which it may still be kept; negative where it is stale.
    func seconds(at now: SimTime) -> Int { Int(life.seconds) - Int((now - storedAt).seconds) }
  }

  init(pod: PodHandle) { self.pod = pod }

  /// Whether a name exists, as the cache's answer about it and a type says; nil where it holds
  /// none, or one that is stale for longer than some time (`serve_stale`).
  func known(_ key: Int32, at now: SimTime, orStaleFor stale: SimDuration = .zero) -> Bool? {
    cache[key].flatMap { $0.storedAt + $0.life + stale > now ? $0.exists : nil }
  }

  /// Puts an answer into the cache for a time, where it may be kept.
  mutating func keep(_ key: Int32, exists: Bool, for life: SimDuration, now: SimTime) {
    guard life > .zero else { return }
    cache.set(Entry(exists: exists, storedAt: now, life: life, askedAt: .zero), for: key)
  }

  /// Fetches an answer anew from a server that answers at once, where it is due.
  mutating func refresh(
    _ key: Int32, exists: Bool, for life: SimDuration, by rule: Corefile.Prefetch?, now: SimTime
  ) {
    if isDue(key, by: rule, now: now) { renew(key, exists: exists, for: life, now: now) }
  }

  /// Counts that an answer was given, and says whether it is fetched anew beside that: where it is
  /// stale, or popular and about to be (plugin/cache handler.go shouldPrefetch, doPrefetch).
  mutating func isDue(_ key: Int32, by rule: Corefile.Prefetch?, now: SimTime) -> Bool {
    guard var entry = cache[key] else { return false }
    let isStale = entry.storedAt + entry.life <= now
    guard rule != nil || isStale else { return false }
    var isPopular = false
    if let rule, !isStale {
      let isRecent = entry.hits > 0 && entry.askedAt + rule.gap >= now
      entry.hits = isRecent ? entry.hits + 1 : 1
      entry.askedAt = now
      let threshold = Int((entry.life.seconds * Double(rule.percent) / 100).rounded(.up))
      isPopular = entry.hits >= rule.amount && entry.seconds(at: now) <= threshold
    }
    counters.prefetches += isStale || isPopular ? 1 : 0
    counters.staleHits += isStale ? 1 : 0
    cache.set(entry, for: key)
    return isStale || isPopular
  }

  /// Puts a new answer in the place of one, which stays as popular as it was.
  mutating func renew(_ key: Int32, exists: Bool, for life: SimDuration, now: SimTime) {
    guard var entry = cache[key], life > .zero else { return }
    entry.exists = exists
    entry.storedAt = now
    entry.life = life
    cache.set(entry, for: key)
  }

  /// Begins with an empty cache.
  mutating func forget() { cache = SortedMap() }

  /// Gives an expired answer, because the server that was asked has none.
  mutating func giveStale() { counters.staleHits += 1 }

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
