package import Manifests

/// Data that are wrong on every copy.
extension DataCorruption: StoreDataFault {
  /// What happens to them.
  package var damage: DataDamage { .corruption }
}
