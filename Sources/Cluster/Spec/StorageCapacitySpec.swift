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
  /// Bytes that its object was written with; nil where the driver does not say.
  package let capacity: Int64?
  /// Bytes that are free; nil where the driver does not say.
  package internal(set) var free: Int64?
  /// Bytes of the largest volume that can be made; nil where the driver does not say.
  package let largest: Int64?
  /// Whether its object is in the API.
  package internal(set) var exists = true

  /// Compiles what a driver says.
  package init(_ object: CSIStorageCapacity) {
    namespace = object.metadata.namespace ?? "default"
    name = object.metadata.name
    storageClass = object.storageClassName
    topology = object.nodeTopology
    capacity = object.capacity?.value
    free = capacity
    largest = object.maximumVolumeSize?.value
  }

  /// Whether a file says the same of it.
  func isWritten(like other: StorageCapacitySpec) -> Bool {
    storageClass == other.storageClass && topology == other.topology && capacity == other.capacity
      && largest == other.largest
  }

  /// Whether there is room for a volume of some bytes (volumebinding/binder.go capacitySufficient).
  func takes(_ bytes: Int64) -> Bool {
    // After a volume was made, the largest one is no larger than what is left.
    let limit = largest.map { min($0, free ?? $0) } ?? free
    return exists && limit.map { $0 >= bytes } ?? false
  }

  /// Whether what has some labels reaches a volume that is made here (volumebinding/binder.go
  /// nodeHasAccess).
  func isReached(by labels: StringMap) -> Bool { topology?.matches(labels) ?? false }
}
