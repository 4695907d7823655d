package import SimulationKernel

/// What a CronJob's status says (batch/v1 CronJobStatus), and when its next start is due.
package struct CronJobStatus: Sendable {
  /// Its Jobs that go on.
  package let active: Int
  /// Whether it starts none.
  package let isSuspended: Bool
  /// When it last started a Job, as its schedule says; nil before.
  package let lastScheduleAt: SimTime?
  /// When its last complete Job had ended; nil before.
  package let lastSuccessAt: SimTime?
  /// The next time of its schedule; nil while it is suspended.
  package let nextScheduleAt: SimTime?
}

extension Cluster {
  /// The status of a CronJob.
  package func cronJobStatus(ofWorkload workload: Int, at now: SimTime) -> CronJobStatus {
    let cron = workloads[workload].cron
    let jobs = cron.jobs.filter { workloads[$0].exists }
    let settings = workloads[workload].spec.cron
    let isSuspended = settings?.isSuspended ?? false
    return CronJobStatus(
      active: jobs.count { !workloads[$0].job.isFinished }, isSuspended: isSuspended,
      lastScheduleAt: cron.lastStartedAt, lastSuccessAt: cron.lastSuccessAt,
      nextScheduleAt: isSuspended
        ? nil : settings.flatMap { $0.schedule.next(after: now, in: $0.zone) })
  }
}
