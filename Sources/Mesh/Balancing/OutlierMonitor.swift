package import SimulationKernel

/// One pod as one proxy's outlier detection sees it.
///
/// The state machine of Envoy's DetectorHostMonitorImpl and DetectorImpl
/// (source/common/upstream/outlier_detection_impl.cc).
package struct OutlierMonitor: BitwiseCopyable, Sendable {
  private var errors: UInt32 = 0
  private var gatewayErrors: UInt32 = 0
  /// By which multiple of the base time the present or last ejection lasts; it decreases while the
  /// pod does not fail.
  package private(set) var ejections = 0
  /// Whether the pod is ejected.
  package private(set) var isEjected = false
  /// When the pod was last ejected or last returned.
  private var changedAt = SimTime.zero

  /// Makes a monitor of a pod that has not failed.
  package init() {}

  /// Whether the monitor is in its initial state, so that it need not be kept.
  package var isClean: Bool { errors == 0 && gatewayErrors == 0 && ejections == 0 && !isEjected }

  /// Notes what an attempt says; returns whether the pod is to be ejected, if the share of ejected
  /// pods allows it.
  ///
  /// When the number of consecutive errors is reached, counting starts again from zero.
  package mutating func note(_ verdict: AttemptVerdict, under rules: EjectionRules) -> Bool {
    switch verdict {
    case .success:
      (errors, gatewayErrors) = (0, 0)
      return false
    case .error: gatewayErrors = 0
    case .gatewayError: gatewayErrors &+= 1
    }
    errors &+= 1
    guard !isEjected else { return false }
    let isFailing = errors == rules.errors
    let isUnreachable = verdict == .gatewayError && gatewayErrors == rules.gatewayErrors
    if isFailing { errors = 0 }
    if isUnreachable { gatewayErrors = 0 }
    return isFailing || isUnreachable
  }

  /// Ejects the pod, for longer than before where it was ejected lately.
  package mutating func eject(at now: SimTime, under rules: EjectionRules) {
    if rules.grows(beyond: ejections) { ejections += 1 }
    isEjected = true
    changedAt = now
  }

  /// Lets the pod return whose ejection has ended, and shortens the next ejection of one that has
  /// not failed since.
  package mutating func sweep(at now: SimTime, under rules: EjectionRules) {
    let length = now - changedAt
    if isEjected {
      guard length >= rules.length(ofEjection: ejections) else { return }
      isEjected = false
      changedAt = now
      (errors, gatewayErrors) = (0, 0)
    } else if ejections > 0, length >= rules.interval {
      ejections -= 1
    }
  }
}
