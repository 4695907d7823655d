package import SimulationKernel

/// How long a kubelet holds its machine's shutdown up for its pods, named as in
/// KubeletConfiguration (kubelet.config.k8s.io/v1beta1).
package struct ShutdownSettings: Sendable {
  /// For all pods (shutdownGracePeriod); zero, the default, for not at all.
  package var grace = SimDuration.zero
  /// The last part of it, for the critical pods (shutdownGracePeriodCriticalPods).
  package var criticalGrace = SimDuration.zero

  /// Makes upstream's defaults: nothing is held up.
  package init() {}

  /// Makes settings.
  package init(grace: SimDuration, criticalGrace: SimDuration) {
    self.grace = grace
    self.criticalGrace = criticalGrace
  }

  /// Reads the fields among a kubelet's settings.
  init(_ reader: inout SpecReader) {
    self.init()
    let period = SpecType<SimDuration>.duration.checked("must be 0 or at least 1s") {
      $0 == .zero || $0 >= .seconds(1)
    }
    grace = reader.optional(
      "shutdownGracePeriod", period, default: .zero,
      "how long a shutdown waits for the pods; 0 by default: not at all")
    criticalGrace = reader.optional(
      "shutdownGracePeriodCriticalPods", period, default: .zero,
      "the last part of that time, for critical pods; 0 by default")
    if criticalGrace > grace {
      reader.diagnostics.error(
        "shutdownGracePeriodCriticalPods must not be longer than shutdownGracePeriod",
        at: reader.span(of: "shutdownGracePeriodCriticalPods"), code: "out-of-range",
        help: "it is the part of that time that critical pods have for themselves")
    }
  }
}
