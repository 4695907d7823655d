/// What a pod's data is on: a claim, which may have been deleted and made anew.
package struct ClaimIdentity: Equatable, Sendable {
  /// Its name.
  package let name: String
  /// How many claims of its name were deleted before it was made.
  package let wipes: UInt32
}

extension Cluster {
  /// A pod's first claim; nil for a pod without any, or while it is not there.
  package func dataClaim(of pod: PodHandle) -> ClaimIdentity? {
    guard let first = claims(of: pod).first, let index = first.index else { return nil }
    return ClaimIdentity(name: first.name, wipes: volumes.claims[index].wipes)
  }
}
