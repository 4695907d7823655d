package import Manifests

/// A full disk: what the software does then is its own.
extension DiskFull: StoreDiskFault {
  /// What their disks do.
  package var disk: DiskFault { .full }
}
