package import Manifests

/// A disk that answers nothing: most software waits with it.
extension DiskStall: StoreDiskFault {
  /// The pods that it hits.
  package var pods: PodTarget { target }
  /// What their disks do.
  package var disk: DiskFault { .stalled }
}
