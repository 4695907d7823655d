package import SimulationKernel

/// When a kubelet evicts pods, named as in KubeletConfiguration.
package struct EvictionSettings: Sendable {
  /// Thresholds below which a pod is evicted at once.
  package let hard: EvictionLimits?
  /// Thresholds below which a pod is evicted after a time.
  package let soft: EvictionLimits?
  /// That time, by threshold.
  package let softGrace: EvictionGraces
  /// What must be free beyond a threshold before evictions for it end.
  package let reclaim: EvictionLimits
  /// Grace of a pod at a soft threshold; none where none was written.
  package let maxPodGrace: SimDuration
  /// How long a condition stays after the last shortage; 5 min where none was written.
  package let pressureTransition: SimDuration

  init(_ reader: inout SpecReader) {
    hard =
      reader.optional(
        "evictionHard", .object(EvictionThresholdLimits.self), "below them a pod is evicted at once"
      )?.limits
    soft =
      reader.optional(
        "evictionSoft", .object(EvictionThresholdLimits.self),
        "below them a pod is evicted after a time")?.limits
    softGrace =
      reader.optional(
        "evictionSoftGracePeriod", .object(EvictionGraces.self), "that time, by threshold")
      ?? EvictionGraces()
    for signal in softGrace.missing(for: soft ?? EvictionLimits()) {
      reader.diagnostics.error(
        "the soft threshold of \(signal) has no grace period", at: reader.span(of: "evictionSoft"),
        code: "missing-field", help: "write one under evictionSoftGracePeriod")
    }
    reclaim =
      reader.optional(
        "evictionMinimumReclaim", .object(EvictionReclaimLimits.self),
        "what must be free beyond a threshold before evictions for it end")?.limits
      ?? EvictionLimits()
    let grace = reader.optional(
      "evictionMaxPodGracePeriod", .count(from: 0), default: 0,
      "seconds of grace at a soft threshold; 0 by default")
    maxPodGrace = .seconds(Int64(grace))
    pressureTransition = reader.optional(
      "evictionPressureTransitionPeriod", .duration, default: .minutes(5),
      "how long a condition stays after the last shortage; 5m by default")
  }
}
