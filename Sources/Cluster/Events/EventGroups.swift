import SimulationKernel

/// Which events of one object a recorder takes for similar: those of one type and reason, of which
/// the tenth other message within ten minutes of the one before stands for them all (client-go
/// tools/record/events_cache.go EventAggregate, defaultAggregateMaxEvents,
/// defaultAggregateIntervalInSeconds).
struct EventGroups {
  private struct Group {
    let key: UInt64
    var last: SimTime
    /// Hashes of different messages.
    var messages: [UInt64]
  }

  private static let most = 10
  private static let interval = SimDuration.minutes(10)

  private var groups: [Group] = []

  /// Takes an event in; returns its message, which says so where it stands for several.
  mutating func combine(
    _ reason: String, _ message: String, isWarning: Bool, at now: SimTime
  ) -> String {
    var name = NameHash(isWarning ? "Warning" : "Normal")
    name.add(reason)
    let index = groups.firstIndex { $0.key == name.value } ?? groups.count
    if index == groups.count { groups.append(Group(key: name.value, last: now, messages: [])) }
    if now - groups[index].last > Self.interval { groups[index].messages = [] }
    groups[index].last = now
    let text = NameHash(message).value
    if !groups[index].messages.contains(text) { groups[index].messages.append(text) }
    guard groups[index].messages.count >= Self.most else { return message }
    groups[index].messages.removeFirst()
    return "(combined from similar events): " + message
  }

  /// Whether all was said so long ago that nothing is left to remember.
  func isForgotten(at now: SimTime) -> Bool {
    groups.allSatisfy { now - $0.last > Self.interval }
  }
}
