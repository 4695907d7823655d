/// A volume of a pod that shows a claim (core/v1 PersistentVolumeClaimVolumeSource).
package struct ClaimVolume: Sendable {
  /// Name of the volume in the pod.
  package var name: String
  /// Name of the claim.
  package var claim: String

  /// Makes a volume.
  package init(name: String, claim: String) {
    self.name = name
    self.claim = claim
  }
}
