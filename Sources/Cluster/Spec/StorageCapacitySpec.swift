package import Manifests

/// How much room a driver has for volumes of a class in a part of the cluster (storage/v1
/// CSIStorageCapacity).
package struct StorageCapacitySpec: Sendable {
  /// Namespace of its object.
  package let namespace: String
  /// Name of its object.
  package let name: String
  /// The class.
  package let storageClass: String
  /// The nodes that reach the volumes; nil where none does.
  package let topology: LabelSelector?
  /// Bytes that are free; nil where the driver does not say.
  package internal(set) var free: Int64?
  /// Bytes of the largest volume that can be made; nil where the driver does not say.
  package let largest: Int64?

  init(_ object: CSIStorageCapacity) {
    namespace = object.metadata.namespace ?? "default"
    name = object.metadata.name
    storageClass = object.storageClassName
    topology = object.nodeTopology
    free = object.capacity?.value
    largest = object.maximumVolumeSize?.value
  }

  /// Whether a node reaches a volume of some bytes that is made here (volumebinding/binder.go
  /// capacitySufficient, nodeHasAccess).
  func takes(_ bytes: Int64, labels: StringMap) -> Bool {
    // After a volume was made, the largest one is no larger than what is left.
    let limit = largest.map { min($0, free ?? $0) } ?? free
    return limit.map { $0 >= bytes } ?? false && topology?.matches(labels) ?? false
  }
}
