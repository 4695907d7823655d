package import Manifests

/// A full disk: what the software does then is its own.
extension DiskFull: StoreDiskFault {
  /// The pods that it hits.
  package var pods: PodTarget { target }
  /// What their disks do.
  package var disk: DiskFault { .full }
}
