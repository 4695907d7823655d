/// How NodeResourcesFit ranks nodes by what would be requested of them with the pod
/// (framework/plugins/noderesources/fit.go nodeResourceStrategyTypeMap).
package enum FitStrategy: Sendable {
  /// Nodes with much left first.
  case leastAllocated
  /// Full nodes first.
  case mostAllocated
  /// By a curve: points of percent in use and score, which is 0 to 100, by ascending use.
  case requestedToCapacityRatio([(utilization: Int64, score: Int64)])
}
