package import SimulationKernel

/// The syncs by which a kubelet brings changed ConfigMaps and Secrets into a pod's volumes.
///
/// A pod's worker syncs it a minute after the last time, and up to half a minute more
/// (pkg/kubelet pod_workers.go completeWork, workerResyncIntervalJitterFactor; `syncFrequency`).
/// The kubelet watches the objects, so that the next sync finds what is written
/// (`configMapAndSecretChangeDetectionStrategy: Watch`).
package enum PodSync {
  private static let period = Timings.podResync
  private static let longest = period.scaled(by: 1 + Timings.syncJitter)

  /// How long a change waits for a pod's next sync, by two draws from 0 to 1: syncs know nothing of
  /// it, so it comes at any time between two of them, and more often between two that are far
  /// apart.
  package static func wait(_ interval: Double, _ place: Double) -> SimDuration {
    let (least, most) = (period.seconds, longest.seconds)
    // The density of the interval that a change falls into grows with its length.
    let squared = least * least + interval * (most * most - least * least)
    return period.scaled(by: place * squared.squareRoot() / least)
  }
}
