package import Manifests

/// A full disk: what the software does then is its own.
extension DiskFull: StoreDiskFault {
  package var pods: PodTarget { target }
  package var disk: DiskFault { .full }
}
