package import Manifests

/// A lost disk: its pod crashes and comes back with an empty one.
extension DiskLost: StoreDiskFault {
  /// The pods that it hits.
  package var pods: PodTarget { target }
  /// What their disks do.
  package var disk: DiskFault { .lost }
}
