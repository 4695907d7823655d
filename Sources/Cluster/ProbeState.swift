import SimulationKernel

/// Consecutive results of one probe of one container.
struct ProbeState: BitwiseCopyable {
  /// When the next check that matters is due; `infinity` while checks can't change anything.
  var due = SimTime.infinity
  /// First check of this container instance; checks follow at the ticks of its pod's worker.
  var first = SimTime.infinity
  /// When the last check that was armed begins, or began.
  var begunAt = SimTime.infinity
  /// Whether the software was asked and has not answered; then `due` is the timeout's end.
  var isAsked = false
  /// Whether the software has taken the question.
  var isTaken = false
  /// Passes in a row, negative for failures.
  var run: Int32 = 0
}
