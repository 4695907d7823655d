package import Manifests

/// A StorageClass.
package struct StorageClassSpec: Sendable {
  /// Name.
  package var name: String
  /// Whether binding waits for the first pod (WaitForFirstConsumer).
  package var waitsForConsumer: Bool
  /// Whether volumes are made on demand; without a provisioner only existing ones are bound.
  package var provisions: Bool
  /// Whether its volumes live on a node's own disk.
  package var isLocal: Bool
  /// Whether claims without a class get it.
  package var isDefault = false
  /// Driver that makes and attaches its volumes.
  package var driver = ""
  /// What its driver makes volumes by: for classes that have the same ones it has the same room.
  package var parameters = StringMap()
  /// Whether its claims may grow (allowVolumeExpansion).
  package var allowsExpansion = false
  /// Whether its driver says where there is room for volumes (CSIDriver's storageCapacity).
  package var tellsCapacity = false
  /// Whether volumes outlive their claims (reclaimPolicy Retain).
  package var retains = false
  /// Terms of which a node must meet one for a volume to be made; empty means any node.
  package var topologies: [NodeTerm] = []

  /// Makes a class.
  package init(name: String, waitsForConsumer: Bool, provisions: Bool, isLocal: Bool) {
    self.name = name
    self.waitsForConsumer = waitsForConsumer
    self.provisions = provisions
    self.isLocal = isLocal
  }
}
