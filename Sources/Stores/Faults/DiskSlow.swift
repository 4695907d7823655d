package import Manifests

/// A slow disk.
extension DiskSlow: StoreDiskFault {
  /// The pods that it hits.
  package var pods: PodTarget { target }
  /// What their disks do.
  package var disk: DiskFault { .slow(factor) }
}
