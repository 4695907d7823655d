import Metrics
import SimulationKernel

/// The conditions in a Job's status (pkg/controller/job syncJob, trackJobStatusAndRemoveFinalizers).
extension Cluster {
  /// A Job was suspended or resumed.
  mutating func noteSuspension(of workload: Int, at now: SimTime) {
    let isSuspended = workloads[workload].job.isSuspended
    changeCondition(
      "Suspended", of: workload, ConditionStatus(isSuspended),
      isSuspended ? "JobSuspended" : "JobResumed", isSuspended ? "Job suspended" : "Job resumed",
      at: now)
  }

  /// It is known how a Job ends, while some of its pods may still be there.
  ///
  /// Before 1.31 that was said only of a Job that its failure policy fails (newFailureCondition,
  /// newSuccessCondition).
  mutating func noteDecision(
    of workload: Int, _ outcome: JobProgress.Outcome, at now: SimTime
  ) {
    var condition = "SuccessCriteriaMet"
    switch outcome {
    case .completed:
      (workloads[workload].job.reason, workloads[workload].job.message) = success(of: workload)
    case .failed(let reason, let message):
      condition = "FailureTarget"
      (workloads[workload].job.reason, workloads[workload].job.message) = (reason, message)
    }
    let job = workloads[workload].job
    guard version.jobsWaitForTheirPods || job.policyFailure != nil else { return }
    changeCondition(condition, of: workload, .true, job.reason, job.message, at: now)
  }

  /// A Job is over.
  mutating func noteEnd(of workload: Int, _ outcome: JobProgress.Outcome, at now: SimTime) {
    let job = workloads[workload].job
    var condition = "Complete"
    if case .failed = outcome { condition = "Failed" }
    changeCondition(condition, of: workload, .true, job.reason, job.message, at: now)
  }

  /// Why a Job succeeds: the first rule of its success policy that is met, else its completions,
  /// which have a reason since 1.31.
  private func success(of workload: Int) -> (reason: String, message: String) {
    let rules = workloads[workload].spec.job?.successRules ?? []
    let indexes = workloads[workload].job.succeededIndexes
    if let rule = rules.firstIndex(where: { $0.isMet(by: indexes) }) {
      return ("SuccessPolicy", "Matched rules at index \(rule)")
    }
    guard version.jobsWaitForTheirPods else { return ("", "") }
    return ("CompletionsReached", "Reached expected number of succeeded pods")
  }
}
