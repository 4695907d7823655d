import SimulationKernel

/// The pod that each client of a Service was sent to last, for Services with client affinity
/// (kube-proxy's `recent` lists).
struct Affinity {
  private struct Entry {
    let key: UInt64
    var pod: UInt32
    var usedAt: SimTime
  }

  /// Sorted by client and service.
  private var entries: [Entry] = []

  /// The pod that a client sticks to, if it came within some time and the pod is still there; from
  /// now on it sticks to what `fresh` gives otherwise.
  mutating func pod(
    of client: UInt32, service: Int, within time: SimDuration, among members: [UInt32],
    fresh: UInt32, now: SimTime
  ) -> UInt32 {
    let key = UInt64(client) << 32 | UInt64(service)
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    guard low < entries.count, entries[low].key == key else {
      entries.insert(Entry(key: key, pod: fresh, usedAt: now), at: low)
      return fresh
    }
    let isValid = entries[low].usedAt + time > now && members.contains(entries[low].pod)
    if !isValid { entries[low].pod = fresh }
    entries[low].usedAt = now
    return entries[low].pod
  }

  /// Forgets what a client was sent to: another pod stands at its index.
  mutating func forget(client: UInt32) {
    entries.removeAll { $0.key >> 32 == UInt64(client) }
  }
}
