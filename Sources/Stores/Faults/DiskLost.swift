package import Manifests

/// A lost disk: its pod crashes, and comes back with an empty one or, without any, not at all.
extension DiskLost: StoreDiskFault {
  /// What their disks do.
  package var disk: DiskFault { isReplaced ? .lost : .gone }
}
