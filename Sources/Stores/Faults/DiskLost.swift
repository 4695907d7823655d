package import Manifests

/// A lost disk: its pod crashes and comes back with an empty one.
extension DiskLost: StoreDiskFault {
  /// What their disks do.
  package var disk: DiskFault { .lost }
}
