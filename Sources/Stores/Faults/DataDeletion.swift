package import Manifests

/// Data that are deleted on every copy.
extension DataDeletion: StoreDataFault {
  /// What happens to them.
  package var damage: DataDamage { .deletion }
}
