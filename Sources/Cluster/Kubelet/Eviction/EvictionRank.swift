/// Where a pod stands among those that a shortage may take; the first goes
/// (pkg/kubelet/eviction/helpers.go rankMemoryPressure, rankDiskPressureFunc,
/// rankPIDPressure).
struct EvictionRank: Comparable {
  /// Whether it uses more than it requested.
  let exceeds: Bool
  let priority: Int32
  /// Use beyond the request, in bytes; of processes, for which no pod asks, their number.
  let excess: Int64

  /// Whether one pod goes before another.
  static func < (left: EvictionRank, right: EvictionRank) -> Bool {
    if left.exceeds != right.exceeds { return left.exceeds }
    if left.priority != right.priority { return left.priority < right.priority }
    return left.excess > right.excess
  }
}
