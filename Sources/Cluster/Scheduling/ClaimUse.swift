/// A claim that pods on a node use.
struct ClaimUse: Hashable, Sendable {
  /// Index of the claim.
  let claim: Int32
  /// Number of the driver that attaches its volume; -1 for a local volume.
  let driver: Int32
  /// Pods that use it there.
  var pods: Int32 = 0
}
