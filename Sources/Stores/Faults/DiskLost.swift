package import Manifests

/// A lost disk: its pod crashes and comes back with an empty one.
extension DiskLost: StoreDiskFault {
  package var pods: PodTarget { target }
  package var disk: DiskFault { .lost }
}
