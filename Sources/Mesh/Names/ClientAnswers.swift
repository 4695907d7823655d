import SimulationKernel

/// Answers that the software of pods keeps itself, as the Java virtual machine does.
///
/// Source: java.net.InetAddress and java.security (networkaddress.cache.ttl,
/// networkaddress.cache.negative.ttl).
struct ClientAnswers {
  /// How long the absence of an answer is kept (networkaddress.cache.negative.ttl).
  private static let absenceLife = SimDuration.seconds(10)

  private struct Entry {
    let key: UInt64
    var expiresAt: SimTime
    var isAbsent: Bool
  }

  /// By pod and target.
  private var entries: [Entry] = []

  /// What a pod knows about a target: true for its address, false for there being none; nil where
  /// it has to ask.
  func known(to client: UInt32, of target: UInt32, at now: SimTime) -> Bool? {
    let key = UInt64(client) << 32 | UInt64(target)
    let place = place(of: key)
    guard place < entries.count, entries[place].key == key, entries[place].expiresAt > now else {
      return nil
    }
    return !entries[place].isAbsent
  }

  /// Keeps what a pod was told.
  mutating func keep(
    _ client: UInt32, _ target: UInt32, isAbsent: Bool, for life: SimDuration, now: SimTime
  ) {
    guard known(to: client, of: target, at: now) == nil else { return }
    let key = UInt64(client) << 32 | UInt64(target)
    let time = isAbsent ? min(life, Self.absenceLife) : life
    let entry = Entry(
      key: key, expiresAt: time == .infinity ? .infinity : now + time, isAbsent: isAbsent)
    let place = place(of: key)
    if place < entries.count, entries[place].key == key {
      entries[place] = entry
    } else {
      entries.insert(entry, at: place)
    }
  }

  /// Forgets what a pod knew: its software starts anew.
  mutating func forget(client: UInt32) { entries.removeAll { $0.key >> 32 == UInt64(client) } }

  private func place(of key: UInt64) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
