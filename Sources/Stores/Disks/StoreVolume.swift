package import Cluster

/// A member's volume.
package struct StoreVolume: Sendable {
  /// The member's pod; `none` before its first.
  package let pod: PodHandle
  /// Bytes that it holds; nil without a claim.
  package let capacity: Int64?
  /// Bytes in use.
  package let used: Int64
  /// Bytes of the write-ahead log, where that is no data.
  package let log: Int64
}
