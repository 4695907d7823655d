package import Manifests

/// How a volume may be mounted (Kubernetes core/v1 PersistentVolumeAccessMode).
package enum VolumeAccess: String, Sendable, CaseIterable {
  case readWriteOnce = "ReadWriteOnce"
  case readOnlyMany = "ReadOnlyMany"
  case readWriteMany = "ReadWriteMany"
  case readWriteOncePod = "ReadWriteOncePod"
}

/// A PersistentVolumeClaim, or the template of a StatefulSet's.
package struct ClaimSpecification: Sendable {
  /// Name; in a template the part before the pod's.
  package var name: String
  /// Namespace.
  package var namespace: String
  /// Storage class; nil takes the default class, empty means none.
  package var storageClass: String?
  /// Bytes asked.
  package var bytes: Int64
  /// Access modes.
  package var access: [VolumeAccess]
  /// Labels a volume must have.
  package var selector: LabelSelector?
  /// Volume that it is bound to by name.
  package var volumeName: String?
  /// Whether it asks for a device rather than a directory (volumeMode Block).
  package var isBlock = false

  /// Makes a claim.
  package init(
    name: String, namespace: String, bytes: Int64, storageClass: String? = nil,
    access: [VolumeAccess] = [.readWriteOnce]
  ) {
    self.name = name
    self.namespace = namespace
    self.bytes = bytes
    self.storageClass = storageClass
    self.access = access
  }
}

/// A PersistentVolume.
package struct VolumeSpec: Sendable {
  /// Name.
  package var name: String
  /// Labels.
  package var labels = StringMap()
  /// Capacity in bytes.
  package var bytes: Int64
  /// Storage class; empty means none.
  package var storageClass: String
  /// Access modes.
  package var access: [VolumeAccess]
  /// Terms of which a node must meet one; empty means any node.
  package var nodeTerms: [NodeTerm] = []
  /// Whether the data are on one node's disk.
  package var isLocal = false
  /// Driver that attaches it; nil for a volume that no driver counts.
  package var driver: String?
  /// Claim that it is reserved for, as `namespace/name`.
  package var reservedFor: String?
  /// Whether it is a device rather than a directory (volumeMode Block).
  package var isBlock = false

  /// Makes a volume.
  package init(
    name: String, bytes: Int64, storageClass: String = "",
    access: [VolumeAccess] = [.readWriteOnce]
  ) {
    self.name = name
    self.bytes = bytes
    self.storageClass = storageClass
    self.access = access
  }
}

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
  /// Whether its claims may grow (allowVolumeExpansion).
  package var allowsExpansion = false
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
