package import SimulationKernel

/// How long each step takes from a disaster until the system serves again.
///
/// A base backup is copied back, then the log since it is fetched and replayed by one process, then
/// the software starts and its clients connect again.
package struct RestoreChain: Equatable, Sendable {
  /// From the disaster until it is detected.
  package var detect = SimDuration.zero
  /// From then until the restore is ordered.
  package var decide = SimDuration.zero
  /// From then until machines and volumes are ready.
  package var provision = SimDuration.zero
  /// Copying the base backup.
  package var restore = SimDuration.zero
  /// Fetching and replaying the log.
  package var replay = SimDuration.zero
  /// Starting the software.
  package var start = SimDuration.zero
  /// From then until clients find the system again.
  package var reconnect = SimDuration.zero

  /// Makes a chain of no length.
  package init() {}

  /// The chain of a base backup and a log of some bytes at rates in bytes a second: the log comes
  /// at the slower of its two rates.
  package init(
    baseBytes: Double, restoreRate: Double, logBytes: Double, fetchRate: Double,
    replayRate: Double, start: SimDuration
  ) {
    restore = SimDuration(seconds: baseBytes / restoreRate)
    replay = SimDuration(seconds: logBytes / min(fetchRate, replayRate))
    self.start = start
  }

  /// From the volumes being there until the software serves.
  package var work: SimDuration { restore + replay + start }

  /// The whole.
  package var total: SimDuration { detect + decide + provision + work + reconnect }

  /// The whole and its steps in words.
  package var sentence: String {
    let steps = [
      ("detect", detect), ("decide", decide), ("provision", provision), ("restore", restore),
      ("replay", replay), ("start", start), ("reconnect", reconnect),
    ].map { "\($0.0) \(Self.text($0.1))" }
    return "restore in \(Self.text(total)): " + steps.joined(separator: " + ")
  }

  private static func text(_ length: SimDuration) -> String {
    "\((length.seconds * 10).rounded() / 10) s"
  }
}
