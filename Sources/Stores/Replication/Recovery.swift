package import SimulationKernel

/// The arithmetic of copies that are made or made up for: bytes over rates.
package enum Recovery {
  /// How long a copy with a backlog takes to catch up while more comes in; nil when it never does.
  package static func catchUp(
    backlog: Double, ingestRate: Double, applyRate: Double
  ) -> SimDuration? {
    guard backlog > 0 else { return .zero }
    guard applyRate > ingestRate else { return nil }
    return SimDuration(seconds: backlog / (applyRate - ingestRate))
  }

  /// What a copy that lags for a time lacks.
  package static func bytesLost(lag: SimDuration, writeRate: Double) -> Double {
    lag.seconds * writeRate
  }

  /// The most that is lost with a log archive: a segment goes there when it is full or after a
  /// timeout, whichever comes first, and then takes its time.
  package static func archiveWindow(
    writeRate: Double, segmentBytes: Double, timeout: SimDuration, upload: SimDuration
  ) -> SimDuration {
    guard writeRate > 0 else { return timeout + upload }
    return min(SimDuration(seconds: segmentBytes / writeRate), timeout) + upload
  }
}
