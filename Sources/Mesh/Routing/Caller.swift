/// Who makes calls, by the distinctions of routing rules.
package enum Caller: Hashable, Sendable {
  /// Users outside the cluster.
  case outside
  /// The pods of a workload, by its number in the cluster.
  case workload(Int)
}
