import Glibc

/// Runs a body for the seeds 0..<count; a failure prints the seed and how to replay it.
///
/// With `TEST_SEED=n` in the environment only that seed runs. The body states what it asks by
/// `try #require`: the first failure ends the sweep.
package func withEverySeed(_ count: UInt64, _ body: (UInt64) throws -> Void) throws {
  for seed in replayed() ?? Array(0..<count) {
    do { try body(seed) } catch { throw SeedFailure(seed: seed, cause: error) }
  }
}

/// The values that a measurement gives for the seeds 0..<count: the samples of an interval.
package func samples(seeds count: UInt64, _ measure: (UInt64) -> Double) -> [Double] {
  (0..<count).map(measure)
}

/// A failure of one seed of a sweep.
package struct SeedFailure: Error, CustomStringConvertible {
  fileprivate let seed: UInt64
  fileprivate let cause: any Error

  /// The seed, what went wrong and the command that replays it.
  package var description: String {
    "seed \(seed): \(cause) (replay: TEST_SEED=\(seed) swift test -c release --filter <this test>)"
  }
}

private func replayed() -> [UInt64]? {
  guard let text = getenv("TEST_SEED"), let seed = UInt64(String(cString: text)) else { return nil }
  return [seed]
}
