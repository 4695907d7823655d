import SimulationKernel

/// A pod's look-aside cache: least recently used, with an optional time to live.
///
/// Keys are ranks of a popularity law. The order of use is a doubly linked list through columns by
/// key, so a look-up is O(1); the cache starts empty with its pod, as a real one does.
struct CacheState {
  private let capacity: Int
  private let timeToLive: SimDuration
  private var storedAt: [SimTime] = []
  private var newer: [Int32] = []
  private var older: [Int32] = []
  private var newest: Int32 = -1
  private var oldest: Int32 = -1
  private var count = 0

  init(capacity: Int, timeToLive: SimDuration) {
    self.capacity = capacity
    self.timeToLive = timeToLive
  }

  /// Looks a key up at a time; a miss stores it, dropping the key used longest ago.
  mutating func lookUp(_ key: Int, at now: SimTime) -> Bool {
    grow(to: key)
    let isStored = storedAt[key] < .infinity
    let isHit = isStored && now < storedAt[key] + timeToLive
    if isStored { unlink(Int32(key)) }
    if !isHit { storedAt[key] = now }
    link(Int32(key))
    if !isStored {
      count += 1
      if count > capacity { dropOldest() }
    }
    return isHit
  }

  private mutating func grow(to key: Int) {
    guard key >= storedAt.count else { return }
    let length = max(64, (key + 1) * 2)
    storedAt += Array(repeating: .infinity, count: length - storedAt.count)
    newer += Array(repeating: -1, count: length - newer.count)
    older += Array(repeating: -1, count: length - older.count)
  }

  private mutating func dropOldest() {
    let key = oldest
    unlink(key)
    storedAt[Int(key)] = .infinity
    count -= 1
  }

  private mutating func link(_ key: Int32) {
    older[Int(key)] = newest
    newer[Int(key)] = -1
    if newest >= 0 { newer[Int(newest)] = key } else { oldest = key }
    newest = key
  }

  private mutating func unlink(_ key: Int32) {
    let (previous, next) = (newer[Int(key)], older[Int(key)])
    if previous >= 0 { older[Int(previous)] = next } else { newest = next }
    if next >= 0 { newer[Int(next)] = previous } else { oldest = previous }
  }
}
