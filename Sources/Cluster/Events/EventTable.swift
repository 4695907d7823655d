import SimulationKernel

/// What controllers' recorders remember of the objects that they spoke of lately, by the objects'
/// hashes.
///
/// Each object is spoken of by one controller, and operators' memory ends with the controller
/// manager's. That a recorder forgets the first of 4096 objects is not modelled.
struct EventTable {
  private struct Entry {
    let object: UInt64
    var spam = EventSpam()
    var groups = EventGroups()
  }

  /// Sorted by their objects.
  private var entries: [Entry] = []
  /// How many entries there may be until the forgotten ones are taken out.
  private var limit = 64

  /// What is written of an event; nil where its recorder keeps it to itself.
  mutating func say(
    of object: UInt64, _ reason: String, _ message: String, isWarning: Bool, at now: SimTime
  ) -> String? {
    if entries.count > limit {
      entries.removeAll { $0.spam.isFull(at: now) && $0.groups.isForgotten(at: now) }
      limit = max(64, entries.count * 2)
    }
    let index = index(of: object)
    if index == entries.count || entries[index].object != object {
      entries.insert(Entry(object: object), at: index)
    }
    let text = entries[index].groups.combine(reason, message, isWarning: isWarning, at: now)
    return entries[index].spam.lets(at: now) ? text : nil
  }

  /// The first place that is not before an object.
  private func index(of object: UInt64) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].object < object { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
