import SimulationKernel

/// A base backup under way: bytes that go from a member to the destination.
struct BackupCopy: Equatable, Sendable {
  var base: BackupState.Base
  /// Bytes that have not arrived at the destination yet.
  var remaining: Double
  /// Its place among the store's runs.
  let run: Int

  /// Copies for a length of time; returns the bytes that arrived.
  mutating func advance(by interval: SimDuration, rate: Double) -> Int64 {
    let moved = min(remaining, interval.seconds * rate)
    remaining -= moved
    return Int64(moved)
  }
}
