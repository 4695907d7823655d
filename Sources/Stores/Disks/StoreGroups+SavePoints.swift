import Manifests
import SimulationKernel

/// Snapshots of data that is in memory (Redis without an append-only file).
extension StoreGroups {
  /// Lets each process write its data to disk that is due to.
  ///
  /// Each counts for itself, from its start or its last snapshot on. The file is taken to be whole
  /// at once.
  mutating func saveSnapshots(store: Int, now: SimTime) {
    guard case .sinceSnapshot(let points) = stores[store].configuration.memory else { return }
    for member in stores[store].members where members[member].isUp {
      let last = max(members[member].startedAt, members[member].savedAt)
      guard points.isDue(after: now - last, changes: unsavedChanges(of: member)) else { continue }
      members[member].savedAt = now
      forEachGroup(of: member) { groups, group, slot in
        groups.saveSnapshot(of: slot, group: group)
      }
    }
  }

  /// A copy's data is written to disk.
  mutating func saveSnapshot(of slot: Int, group: Int) {
    guard case .shipping(let index) = groups[group].protocolState else { return }
    shippings[index].writeBack(slot: slot)
  }

  /// The writes that a member holds in memory only.
  private func unsavedChanges(of member: Int) -> UInt64 {
    stores[members[member].store].shards.reduce(0) { sum, group in
      guard let slot = groups[group].slot(of: member),
        case .shipping(let index) = groups[group].protocolState
      else { return sum }
      let copy = shippings[index].copies[slot]
      return sum + copy.received - min(copy.received, copy.durable)
    }
  }
}
