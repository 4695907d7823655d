import SimulationKernel

/// How likely a peer is gone, by the gaps between its past heartbeats (rabbitmq/aten
/// `aten_detect.erl`): the share of gaps that, stretched by a factor, the present silence exceeds.
package enum SilenceEstimate {
  /// aten's scaling factor.
  static var scaling: Double { 1.5 }
  /// The probability at which aten reports a peer.
  package static var threshold: Double { 0.99 }

  /// The probability after a silence, given past gaps in the same unit.
  package static func probability(gaps: [Double], scaling: Double, silence: Double) -> Double {
    guard !gaps.isEmpty else { return 0 }
    return Double(gaps.count(where: { $0 * scaling <= silence })) / Double(gaps.count)
  }

  /// The shortest silence at which a peer with even heartbeats is reported.
  static func shortestReported(heartbeat: SimDuration) -> SimDuration {
    var silence = heartbeat
    while probability(gaps: [heartbeat.seconds], scaling: scaling, silence: silence.seconds)
      < threshold
    {
      silence += .milliseconds(1)
    }
    return silence
  }
}
