package import SimulationKernel

/// What an attempt says of the pod that it was sent to.
package enum AttemptVerdict: BitwiseCopyable, Sendable {
  /// It answered.
  case success
  /// It answered with an error of its own (HTTP 500).
  case error
  /// Nothing answered in its place: refused, reset or too late (HTTP 502, 503, 504).
  case gatewayError
}

/// One pod as one proxy's outlier detection sees it.
///
/// The state machine of Envoy's DetectorHostMonitorImpl and DetectorImpl
/// (source/common/upstream/outlier_detection_impl.cc).
package struct OutlierMonitor: BitwiseCopyable, Sendable {
  private var errors: UInt32 = 0
  private var gatewayErrors: UInt32 = 0
  /// How many times the base time the present or last ejection lasts; shrinks while the pod is well.
  package private(set) var ejections = 0
  /// Whether it is left out.
  package private(set) var isEjected = false
  /// When it was left out or came back last.
  private var changedAt = SimTime.zero

  /// Makes a monitor of a pod that did nothing wrong.
  package init() {}

  /// Whether it is as it was made: nothing has to be remembered.
  package var isClean: Bool { errors == 0 && gatewayErrors == 0 && ejections == 0 && !isEjected }

  /// Takes in what an attempt says; whether the pod is to be left out, as far as others allow it.
  ///
  /// A number of errors in a row counts once: the next ones are counted from zero.
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

  /// Leaves the pod out, longer than before where it was left out lately.
  package mutating func eject(at now: SimTime, under rules: EjectionRules) {
    if rules.grows(beyond: ejections) { ejections += 1 }
    isEjected = true
    changedAt = now
  }

  /// Lets the pod come back whose time is over, and forgets an ejection of one that is well.
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
