package import SimulationKernel

/// When a proxy ejects a pod that answers with consecutive errors, and for how long (istio.io
/// OutlierDetection; Envoy, source/common/upstream/outlier_detection_impl.cc).
///
/// Of Envoy's detectors these are the two that Istio can enable; it never enforces those by success
/// rate.
package struct EjectionRules: BitwiseCopyable, Hashable, Sendable {
  /// The number of consecutive errors at which a pod is ejected; 0 turns this off.
  package var errors: UInt32 = 5
  /// The number of consecutive gateway errors (502, 503, 504) at which a pod is ejected; 0 turns
  /// this off.
  package var gatewayErrors: UInt32 = 0
  /// The time between two sweeps, at which ejected pods return.
  package var interval = SimDuration.seconds(10)
  /// For how long a pod is ejected the first time.
  package var baseTime = SimDuration.seconds(30)
  /// The percentage of the pods that may be ejected at once.
  package var mostPercent = 10
  /// The percentage of healthy pods below which all pods get calls, ejected ones too.
  package var leastHealthyPercent = 0

  /// Makes Envoy's defaults.
  package init() {}

  /// The longest time for which a pod is ejected (max_ejection_time).
  private var longestTime: SimDuration { max(.seconds(300), baseTime) }

  /// For how long a pod is ejected at a multiple of the base time.
  package func length(ofEjection number: Int) -> SimDuration {
    min(baseTime * Int64(number), longestTime)
  }

  /// Whether the next ejection lasts a multiple more than the last one, which lasted `number` of
  /// them.
  func grows(beyond number: Int) -> Bool { baseTime * Int64(number) < longestTime + baseTime }

  /// Whether one more pod may be ejected while some are; the first one must fit into the percentage
  /// too (always_eject_one_host is off).
  package func allowsEjection(besides ejected: Int, of pods: Int) -> Bool {
    100 * (ejected + 1) <= mostPercent * pods
  }

  /// Whether so few pods are healthy that all pods get calls (Envoy's panic threshold; its
  /// overprovisioning factor of 1.4 counts each healthy pod as 1.4).
  package func panics(healthy: Int, of pods: Int) -> Bool {
    guard pods > 0 else { return false }
    return 140 * healthy / pods < 100 && 100 * healthy < leastHealthyPercent * pods
  }
}
