/// A pod that preempted others and is expected on their node (scheduler PodNominator).
struct Nomination: Sendable {
  let pod: PodHandle
  let node: Int32
  let priority: Int32
  /// What it will take there, and which selectors match it.
  let demand: PlacementDemand
  let matches: [Int32]
  /// Its claims.
  let claims: [ClaimUse]
}
