/// What a volume looks like.
///
/// Source: Kubernetes core/v1 PersistentVolumeMode.
package enum VolumeMode: String, EnumeratedField {
  /// A directory.
  case filesystem = "Filesystem"

  /// A raw device.
  case block = "Block"

  /// What a value is called in messages.
  package static var noun: String { "volume mode" }
}
