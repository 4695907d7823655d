package import Manifests

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
  /// Labels that it is created with.
  package var labels = StringMap()
  /// Labels a volume must have.
  package var selector: LabelSelector?
  /// Volume that it is bound to by name.
  package var volumeName: String?
  /// What the API server has against a StatefulSet's claim; nil where it takes it.
  ///
  /// Operators fill in what is missing in theirs.
  package var refusal: String?
  /// Class of its volume's attributes, if any.
  package var attributesClass: String?
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
