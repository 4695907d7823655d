/// Who may mount a volume.
///
/// Source: Kubernetes core/v1 PersistentVolumeAccessMode.
package enum AccessMode: String, EnumeratedField {
  /// One node.
  case readWriteOnce = "ReadWriteOnce"

  /// Many nodes for reading.
  case readOnlyMany = "ReadOnlyMany"

  /// Many nodes.
  case readWriteMany = "ReadWriteMany"

  /// One pod.
  case readWriteOncePod = "ReadWriteOncePod"

  /// What a value is called in messages.
  package static var noun: String { "access mode" }
}
