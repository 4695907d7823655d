/// What pods saw of a host outside the cluster.
package struct ExternalCounters: BitwiseCopyable, Sendable {
  /// Attempts that ended.
  package var requests: UInt64 = 0
  /// Attempts that failed or took too long.
  package var errors: UInt64 = 0
}
