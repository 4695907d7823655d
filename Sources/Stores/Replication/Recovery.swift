package import SimulationKernel

/// The arithmetic of what copies and archives lack: rates times delays.
package enum Recovery {
  /// What a copy that lags for a time lacks.
  package static func bytesLost(lag: SimDuration, writeRate: Double) -> Double {
    lag.seconds * writeRate
  }

  /// The most that is lost with a log archive: a segment goes there when it is full or after a
  /// timeout, whichever comes first, and then takes its time.
  package static func archiveWindow(
    writeRate: Double, segmentBytes: Double, timeout: SimDuration, upload: SimDuration
  ) -> SimDuration {
    let fill = writeRate > 0 ? SimDuration(seconds: segmentBytes / writeRate) : .infinity
    // An archive_timeout of zero is none.
    let window = timeout > .zero ? min(fill, timeout) : fill
    return window == .infinity ? .infinity : window + upload
  }
}
