package import Manifests

/// A disk that answers nothing: most software waits with it.
extension DiskStall: StoreDiskFault {
  package var pods: PodTarget { target }
  package var disk: DiskFault { .stalled }
}
