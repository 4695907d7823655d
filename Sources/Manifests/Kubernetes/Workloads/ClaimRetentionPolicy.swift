/// What happens with a StatefulSet's claims.
///
/// Source: Kubernetes apps/v1 PersistentVolumeClaimRetentionPolicyType.
package enum ClaimRetentionPolicy: String, EnumeratedField {
  /// They stay.
  case retain = "Retain"

  /// They are deleted.
  case delete = "Delete"

  /// What a value is called in messages.
  package static var noun: String { "claim retention policy" }

  /// Empty text is the same as no field.
  package static var isAbsentWhenEmpty: Bool { true }
}
