package import SimulationKernel

/// What a disk can do.
package struct DiskSpec: Sendable {
  /// Operations a second.
  package var operationsPerSecond: Double
  /// Bytes a second.
  package var bytesPerSecond: Double
  /// How long bringing written data to the medium takes, in seconds.
  package var flush: Distribution

  /// Makes a disk's figures.
  package init(operationsPerSecond: Double, bytesPerSecond: Double, flush: Distribution) {
    self.operationsPerSecond = operationsPerSecond
    self.bytesPerSecond = bytesPerSecond
    self.flush = flush
  }

  /// A network-attached SSD: 3,000 operations and 125 MiB a second, a flush of 0.7 ms on average
  /// with a tail to 2.7 ms at the 99th percentile (fio figures of EBS gp3 and gp2).
  package static var networkSSD: DiskSpec {
    DiskSpec(
      operationsPerSecond: 3000, bytesPerSecond: 125 * 1_048_576,
      flush: .lognormal(p50: 0.0006, p99: 0.0027))
  }

  /// A local NVMe drive of a cloud machine: 8 KiB written and flushed in 0.3 ms (napkin-math).
  package static var localNVMe: DiskSpec {
    DiskSpec(
      operationsPerSecond: 100_000, bytesPerSecond: 3 * 1_073_741_824,
      flush: .lognormal(p50: 0.0003, p99: 0.0009))
  }

  /// Commits a second when each of a number of writers waits for its own flush.
  package static func commits(flush: SimDuration, writers: Int) -> Double {
    Double(writers) / flush.seconds
  }

  /// How long one operation occupies the disk: whichever of the two limits binds.
  package func service(bytes: Int64) -> SimDuration {
    SimDuration(seconds: max(1 / operationsPerSecond, Double(bytes) / bytesPerSecond))
  }
}
