/// What happens with a volume whose claim is deleted.
///
/// Source: Kubernetes core/v1 PersistentVolumeReclaimPolicy.
package enum ReclaimPolicy: String, EnumeratedField {
  /// It stays, with its data.
  case retain = "Retain"

  /// It is deleted.
  case delete = "Delete"

  /// It is wiped (obsolete).
  case recycle = "Recycle"

  /// What a value is called in messages.
  package static var noun: String { "reclaim policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
