package import SimulationKernel

/// A pod as the horizontal autoscaler sees it: status, request and metric sample.
package struct AutoscaledPod: Sendable {
  /// The Ready condition.
  package struct ReadyCondition: Sendable {
    /// Whether its status is True.
    package var isTrue: Bool
    /// Whether its status is False; neither where it is Unknown.
    package var isFalse: Bool
    /// When the status last changed.
    package var changedAt: SimTime

    /// Makes a condition; `isFalse` differs from the opposite of `isTrue` where the status is
    /// Unknown.
    package init(isTrue: Bool, isFalse: Bool, changedAt: SimTime) {
      self.isTrue = isTrue
      self.isFalse = isFalse
      self.changedAt = changedAt
    }
  }

  /// Phase.
  package var phase: PodPhase
  /// Whether its deletion was requested.
  package var isDeleting: Bool
  /// `status.startTime`; nil before the kubelet accepted the pod.
  package var startedAt: SimTime?
  /// The Ready condition; nil before it was first reported.
  package var ready: ReadyCondition?
  /// Requested amount of the resource in thousandths, or why there is none.
  package var request: Result<Int64, MetricProblem>
  /// The latest sample; nil if the metrics API has none.
  package var sample: MetricSample?

  /// Describes a pod.
  package init(
    phase: PodPhase, isDeleting: Bool, startedAt: SimTime?, ready: ReadyCondition?,
    request: Result<Int64, MetricProblem> = .success(0), sample: MetricSample? = nil
  ) {
    self.phase = phase
    self.isDeleting = isDeleting
    self.startedAt = startedAt
    self.ready = ready
    self.request = request
    self.sample = sample
  }
}

/// A value of the metrics API: what was used on average over a window that ended at a time.
package struct MetricSample: Hashable, Sendable {
  /// Value in thousandths.
  package var milli: Int64
  /// End of the window.
  package var time: SimTime
  /// Length of the window.
  package var window: SimDuration

  /// Makes a sample.
  package init(milli: Int64, time: SimTime, window: SimDuration) {
    self.milli = milli
    self.time = time
    self.window = window
  }
}

/// Why a metric gives no number of replicas, in the words of the controller.
package struct MetricProblem: Error, Hashable, Sendable {
  /// The message.
  package var message: String
  /// Whether there is only no sample yet.
  package var isAbsence: Bool

  /// Makes a problem.
  package init(_ message: String, isAbsence: Bool = false) {
    self.message = message
    self.isAbsence = isAbsence
  }
}
