package import Manifests
package import SimulationKernel

/// Data that are deleted on every copy: only a backup brings them back.
extension DataDeletion: StoreFault {
  /// Damages the data of the members' store.
  package func inject(into groups: inout StoreGroups, members: [Int], now: SimTime) {
    guard let member = members.first else { return }
    groups.damage(store: groups.members[member].store, .deletion, now: now)
  }

  /// Nothing but a restore mends it.
  package func repair(_ groups: inout StoreGroups, members: [Int], now: SimTime) {}
}
