package import SimulationKernel

/// What a Job's status says (batch/v1 JobStatus).
package struct JobStatus: Sendable {
  /// The condition that a Job has when it is over.
  package enum End: Hashable, Sendable {
    case complete
    /// With the condition's reason.
    case failed(String)
  }

  /// Pods that have not ended and are not about to go.
  package let active: Int
  /// Pods that ended well.
  package let succeeded: Int
  /// Pods that failed and count.
  package let failed: Int
  /// When it began, or was resumed; nil while it has not.
  package let startedAt: SimTime?
  /// When the last pod of a complete Job had ended; nil for others.
  package let completedAt: SimTime?
  /// How it ended; nil while it goes on.
  package let end: End?
}

extension Cluster {
  /// The status of a Job.
  package func jobStatus(ofWorkload workload: Int) -> JobStatus {
    let job = workloads[workload].job
    var end: JobStatus.End?
    if job.isFinished { end = job.hasFailed ? .failed(job.reason) : .complete }
    return JobStatus(
      active: workloads[workload].activeCount, succeeded: job.succeeded, failed: job.failed,
      startedAt: job.startedAt, completedAt: end == .complete ? job.finishedAt : nil, end: end)
  }
}
