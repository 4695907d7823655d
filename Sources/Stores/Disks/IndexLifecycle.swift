package import SimulationKernel

/// The indices behind a name that is written to: the newest grows until it rolls over, the others
/// are deleted when they are old enough (Elasticsearch's ILM).
package struct IndexLifecycle: Equatable, Sendable {
  /// A policy's hot and delete phases.
  package struct Rule: Equatable, Sendable {
    /// `max_primary_shard_size`.
    package var rolloverBytes: Int64 = 50_000_000_000
    /// `max_age`.
    package var rolloverAge = SimDuration.minutes(30 * 24 * 60)
    /// `min_age` of the delete phase, from the rollover; nil without that phase.
    package var deleteAfter: SimDuration?
    /// `indices.lifecycle.poll_interval`.
    package var pollInterval = SimDuration.minutes(10)

    /// Makes the policy of the built-in `logs` template, which deletes nothing.
    package init() {}
  }

  /// One index behind the name.
  package struct Index: Equatable, Sendable {
    var createdAt: SimTime
    var bytes: Int64
    var rolledAt: SimTime?
  }

  /// The oldest first; the last one is written to.
  package private(set) var indices: [Index]
  private var nextPoll: SimTime
  /// Bytes of all indices, on one copy.
  private var total: Int64

  /// Begins with some bytes that were written evenly over the time for which they are kept, in
  /// indices of the rollover's size.
  package init(_ rule: Rule, bytes: Int64, now: SimTime, phase: SimDuration) {
    let old = min(Int(bytes / rule.rolloverBytes), 1000)
    let age = rule.deleteAfter ?? .zero
    indices = (0..<old).reversed().map { index in
      let end = now - age.scaled(by: Double(index) / Double(max(old, 1)))
      return Index(createdAt: end, bytes: rule.rolloverBytes, rolledAt: end)
    }
    indices.append(
      Index(createdAt: now, bytes: bytes - Int64(old) * rule.rolloverBytes, rolledAt: nil))
    nextPoll = now + phase
    total = bytes
  }

  /// Looks at the indices at the poll's times: what was written since went to the newest; returns
  /// the bytes of those that are deleted now.
  package mutating func poll(_ rule: Rule, bytes: Int64, now: SimTime) -> Int64 {
    guard now >= nextPoll, let newest = indices.indices.last else { return 0 }
    nextPoll = now + rule.pollInterval
    indices[newest].bytes += bytes - total
    total = bytes
    let isOld = now - indices[newest].createdAt >= rule.rolloverAge
    if indices[newest].bytes > 0, isOld || indices[newest].bytes >= rule.rolloverBytes {
      indices[newest].rolledAt = now
      indices.append(Index(createdAt: now, bytes: 0, rolledAt: nil))
    }
    guard let age = rule.deleteAfter else { return 0 }
    var gone: Int64 = 0
    for index in indices where index.rolledAt.map({ now - $0 >= age }) ?? false {
      gone += index.bytes
    }
    indices.removeAll { $0.rolledAt.map { now - $0 >= age } ?? false }
    total -= gone
    return gone
  }
}

/// Indices that are deleted give their bytes back.
extension StoreGroups {
  mutating func watchLifecycle(store: Int, now: SimTime) {
    guard let rule = stores[store].configuration.lifecycle else { return }
    for group in stores[store].shards {
      if groups[group].lifecycle == nil {
        groups[group].lifecycle = IndexLifecycle(
          rule, bytes: groups[group].dataBytes, now: now,
          phase: stores[store].random.duration(below: rule.pollInterval))
      }
      let bytes = groups[group].dataBytes
      let gone = groups[group].lifecycle?.poll(rule, bytes: bytes, now: now) ?? 0
      guard gone > 0 else { continue }
      groups[group].dataBytes -= gone
      for member in groups[group].members { release(bytes: gone, member: member) }
    }
  }
}
