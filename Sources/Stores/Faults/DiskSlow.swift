package import Manifests

/// A slow disk.
extension DiskSlow: StoreDiskFault {
  /// What their disks do.
  package var disk: DiskFault { .slow(factor) }
}
