package import SimulationKernel

/// A probe's times and thresholds (Kubernetes core/v1 Probe; defaults of SetDefaults_Probe).
package struct ProbeSpec: Hashable, Sendable {
  /// How it checks.
  package var handler = ProbeHandler.http
  /// Where it asks; nil where nothing says so.
  package var target: ProbeTarget?
  /// The words of a command, as its container gets them; none where it asks otherwise.
  package var command: [String] = []
  /// What its command does, where its text alone says it.
  package var plainCommand: PlainCommand?
  /// From container start to the first check.
  package var initialDelay = SimDuration.zero
  /// Between checks.
  package var period = SimDuration.seconds(10)
  /// After which a check without an answer fails.
  package var timeout = SimDuration.seconds(1)
  /// Passes in a row that make a success.
  package var successThreshold: Int32 = 1
  /// Failures in a row that make a failure.
  package var failureThreshold: Int32 = 3
  /// Grace of a container that this probe kills; the pod's own when nil.
  package var terminationGrace: SimDuration?

  /// What its command surely comes to by its own text: a failure, or nothing within the timeout;
  /// nil elsewhere.
  var ownProblem: ProbeAnswer? {
    guard let plainCommand else { return nil }
    guard let length = plainCommand.length, length < timeout else { return .timedOut }
    return plainCommand.exitCode == 0 ? nil : .failed
  }

  /// Makes a probe with upstream's defaults.
  package init() {}

  /// Failures in a row that a probe endures so that it gives up only after a time (CloudNativePG's
  /// `startDelay`, instance_manager.md).
  package static func failureThreshold(lasting time: SimDuration, period: SimDuration) -> Int32 {
    let step = max(period.nanoseconds, 1)
    let (whole, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: step)
    return Int32(clamping: max(1, whole + rest.signum()))
  }
}
