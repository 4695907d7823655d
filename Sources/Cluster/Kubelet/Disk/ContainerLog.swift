/// The log of a container on its node: the file that it writes, and those that the kubelet put
/// aside.
///
/// At each look a file that has its size is put aside; the one before it is packed with gzip, and
/// the oldest go (pkg/kubelet/logs/container_log_manager.go).
package struct ContainerLog: Equatable, Sendable {
  /// What gzip leaves of a log (lines repeat themselves: about a tenth; assumed).
  private static let packedShare = 0.1

  /// Bytes of the file that is written.
  private var active: Int64 = 0
  /// Bytes of the files that were put aside, the newest first; all but that one are packed.
  private var kept: [Int64] = []

  /// An empty log.
  package init() {}

  /// Bytes of all files.
  package var bytes: Int64 { kept.reduce(active, +) }

  /// The container wrote some bytes.
  package mutating func write(_ count: Int64) { active += count }

  /// The kubelet rotates the log: a file of so many bytes is put aside, and so many files are kept,
  /// with the one that is written.
  package mutating func rotate(limit: Int64, files: Int) {
    guard active >= limit else { return }
    kept = Array(kept.prefix(max(0, files - 2)))
    if let newest = kept.first { kept[0] = Int64(Double(newest) * Self.packedShare) }
    kept.insert(active, at: 0)
    active = 0
  }
}
