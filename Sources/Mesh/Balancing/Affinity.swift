import SimulationKernel

/// The pod that each client of a Service was sent to last, for Services with client affinity
/// (kube-proxy's `recent` lists).
struct Affinity {
  private struct Entry {
    var pod: UInt32
    var usedAt: SimTime
  }

  /// By client and service.
  private var entries = SortedMap<ClientPair, Entry>()

  /// The pod that a client sticks to, if it came within some time and the pod is still there; from
  /// now on it sticks to what `fresh` gives otherwise.
  mutating func pod(
    of client: UInt32, service: Int, within time: SimDuration, among members: [UInt32],
    fresh: UInt32, now: SimTime
  ) -> UInt32 {
    let pair = ClientPair(client, UInt32(service))
    let known = entries[pair].flatMap {
      $0.usedAt + time > now && members.contains($0.pod) ? $0.pod : nil
    }
    entries.set(Entry(pod: known ?? fresh, usedAt: now), for: pair)
    return known ?? fresh
  }

  /// Forgets what a client was sent to: another pod stands at its index.
  mutating func forget(client: UInt32) { entries.removeAll { $0.client == client } }
}
