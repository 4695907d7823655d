package import Manifests

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
