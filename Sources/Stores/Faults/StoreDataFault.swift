package import Manifests
package import SimulationKernel

/// A fault of all data of a store: only a backup brings them back.
package protocol StoreDataFault: StoreFault, DataDamageFault {
  /// What happens to the data.
  var damage: DataDamage { get }
}

extension StoreDataFault {
  /// Damages the data of the members' store.
  package func inject(into groups: inout StoreGroups, members: [Int], now: SimTime) {
    guard let member = members.first else { return }
    groups.damage(store: groups.members[member].store, damage, now: now)
  }

  /// Nothing but a restore mends it.
  package func repair(_ groups: inout StoreGroups, members: [Int], now: SimTime) {}
}
