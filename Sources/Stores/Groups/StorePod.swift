/// What a pod brings to a store.
package struct StorePod: Sendable {
  /// Its disk.
  package var disk: DiskSpec
  /// Bytes that the disk holds; nil without a limit.
  package var diskBytes: Int64?
  /// Bytes that a disk of its own for the log holds; nil where the log is with the data.
  package var logDiskBytes: Int64?
  /// Its memory; nil without a limit.
  package var memoryBytes: Int64?

  /// Elasticsearch: whether it votes about the master, and may be it.
  package var isMasterEligible = true

  /// Makes a pod with a disk and without limits.
  package init(disk: DiskSpec) { self.disk = disk }
}
