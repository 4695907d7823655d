package import Manifests

/// A disk that answers nothing: most software waits with it.
extension DiskStall: StoreDiskFault {
  /// What their disks do.
  package var disk: DiskFault { .stalled }
}
