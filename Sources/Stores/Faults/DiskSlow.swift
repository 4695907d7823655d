package import Manifests

/// A slow disk.
extension DiskSlow: StoreDiskFault {
  package var pods: PodTarget { target }
  package var disk: DiskFault { .slow(factor) }
}
