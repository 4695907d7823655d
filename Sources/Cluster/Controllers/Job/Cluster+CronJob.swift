import Manifests
import SimulationKernel

/// The CronJob controller (pkg/controller/cronjob/cronjob_controllerv2.go).
extension Cluster {
  /// How long after a scheduled time the controller looks (nextScheduleDelta).
  private static let scheduleDelta = SimDuration.milliseconds(100)

  /// Arms a CronJob's next start after a time.
  mutating func armCronJob(
    _ workload: Int, after time: SimTime, in simulation: inout Simulation
  ) {
    guard workloads[workload].exists, let cron = workloads[workload].spec.cron, !cron.isSuspended
    else { return }
    guard let next = cron.schedule.next(after: time, in: cron.zone) else {
      record(
        workload: workload, "InvalidSchedule", "invalid schedule: it never comes",
        isWarning: true, in: simulation)
      return
    }
    workloads[workload].cron.dueAt = next + Self.scheduleDelta
    schedule(
      .cronDue, at: workloads[workload].cron.dueAt, argument: UInt32(workload), in: &simulation)
  }

  /// A CronJob's schedule is due.
  mutating func startCronJob(_ workload: Int, in simulation: inout Simulation) {
    guard workloads[workload].cron.dueAt == simulation.now else { return }
    armCronJob(workload, after: simulation.now - Self.scheduleDelta, in: &simulation)
    guard areControllersUp, workloads[workload].exists, !workloads[workload].isTerminating,
      !workloads[workload].isEnding
    else { return }
    syncCronJob(workload, in: &simulation)
    endSync(of: workload, in: &simulation)
  }

  /// Looks after its finished Jobs and starts the most recent time that was missed.
  mutating func syncCronJob(_ workload: Int, in simulation: inout Simulation) {
    guard let cron = workloads[workload].spec.cron else { return }
    noteFinishedJobs(of: workload, in: simulation)
    trimJobs(of: workload, cron, in: &simulation)
    guard !cron.isSuspended else { return }
    guard let scheduled = missedStart(of: workload, cron, in: simulation) else { return }
    guard applyConcurrency(of: workload, cron, in: &simulation) else { return }
    createJob(of: workload, at: scheduled, in: &simulation)
  }

  /// The most recent time that was missed and is not too old (mostRecentScheduleTime).
  ///
  /// Nothing is said of those that are: the time is looked for from the deadline on, so that none
  /// is ever found too late (syncCronJob, MissSchedule).
  private mutating func missedStart(
    of workload: Int, _ cron: CronSettings, in simulation: borrowing Simulation
  ) -> SimTime? {
    let progress = workloads[workload].cron
    let missed = MissedStarts(
      of: cron.schedule, in: cron.zone, created: progress.createdAt,
      last: progress.lastScheduleAt, deadline: cron.startingDeadline, now: simulation.now)
    if missed.isTooMany {
      record(
        workload: workload, "TooManyMissedTimes",
        "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check "
          + "clock skew", isWarning: true, in: simulation)
    }
    return missed.mostRecent
  }

  /// Applies the concurrency policy, by which Replace deletes the active Job; returns whether
  /// another may start.
  private mutating func applyConcurrency(
    of workload: Int, _ cron: CronSettings, in simulation: inout Simulation
  ) -> Bool {
    let active = workloads[workload].cron.jobs.filter { !workloads[$0].job.isFinished }
    guard !active.isEmpty else { return true }
    switch cron.concurrency {
    case .allow: return true
    case .forbid:
      record(
        workload: workload, "JobAlreadyActive",
        "Not starting job because prior execution is running and concurrency policy is Forbid",
        in: simulation)
      return false
    case .replace:
      for job in active {
        record(
          workload: workload, "SuccessfulDelete", "Deleted job \(workloads[job].name)",
          in: simulation)
        removeWorkload(job, in: &simulation)
      }
      return true
    }
  }

  private mutating func createJob(
    of workload: Int, at scheduled: SimTime, in simulation: inout Simulation
  ) {
    var spec = workloads[workload].spec
    spec.kind = .job
    spec.userKind = WorkloadKind.job.rawValue
    spec.labels = spec.cron?.jobLabels ?? StringMap()
    spec.cron = nil
    spec.name += "-" + String(CronSchedule.epochMinutes(at: scheduled))
    let isTaken = workloads[workload].cron.jobs.contains { workloads[$0].name == spec.name }
    guard !isTaken else {
      workloads[workload].cron.lastScheduleAt = scheduled
      return
    }
    guard !isEnding(spec.namespace) else { return }
    if let problem = jobRefusal(spec, of: workload, at: simulation.now) {
      record(
        workload: workload, "FailedCreate", "Error creating job: \(problem)", isWarning: true,
        in: simulation)
      failSync(of: workload)
      return
    }
    workloads[workload].cron.lastScheduleAt = scheduled
    workloads[workload].cron.lastStartedAt = scheduled
    let job = append(spec, owner: Int32(workload))
    workloads[workload].cron.jobs.append(job)
    giveSoftware(of: workload, to: job)
    let name = workloads[job].name
    record(workload: workload, "SuccessfulCreate", "Created job \(name)", in: simulation)
    scheduleSync(of: job, in: &simulation)
  }

  /// Why the API does not take a Job of a CronJob; nil where it does.
  private mutating func jobRefusal(
    _ spec: WorkloadSpec, of workload: Int, at now: SimTime
  ) -> String? {
    if !webhookConfigurations.isEmpty {
      let request = webhookRequest(
        "CREATE", "jobs.batch", namespace: spec.namespace, labels: spec.labels)
      let answer = askWebhooks(about: request)
      occupy(workload, for: answer.waited, at: now)
      if let failure = answer.failure { return failure.text }
    }
    let charges = [QuotaAmount(name: "count/jobs.batch", units: 1)]
    return quotaProblem(of: charges, in: spec.namespace).map {
      "jobs.batch \"\(spec.name)\" is forbidden: \($0)"
    }
  }

  /// What a model says of a CronJob's pods is true of its Jobs' pods.
  private mutating func giveSoftware(of workload: Int, to job: Int) {
    workloads[job].software = workloads[workload].software
    setMainContainer(workloads[workload].modelledContainer, of: job)
    workloads[job].threads = workloads[workload].threads
    workloads[job].processes = workloads[workload].processes
    workloads[job].reportsMemory = workloads[workload].reportsMemory
    workloads[job].answersProbes = workloads[workload].answersProbes
    workloads[job].logVolume = workloads[workload].logVolume
    workloads[job].logsToMemory = workloads[workload].logsToMemory
  }

  private mutating func dropDeletedJobs(of workload: Int) {
    let kept = workloads[workload].cron.jobs.filter { workloads[$0].exists }
    workloads[workload].cron.jobs = kept
  }

  /// Tells once of each Job that has ended.
  private mutating func noteFinishedJobs(
    of workload: Int, in simulation: borrowing Simulation
  ) {
    for job in workloads[workload].cron.jobs
    where workloads[job].job.isFinished && !workloads[job].job.isSeen {
      workloads[job].job.isSeen = true
      let hasFailed = workloads[job].job.hasFailed
      if !hasFailed { workloads[workload].cron.lastSuccessAt = workloads[job].job.finishedAt }
      let condition = hasFailed ? "Failed" : "Complete"
      record(
        workload: workload, "SawCompletedJob",
        "Saw completed job: \(workloads[job].name), condition: \(condition)", in: simulation)
    }
  }

  /// Finished Jobs beyond the history limits are deleted, the oldest first.
  private mutating func trimJobs(
    of workload: Int, _ cron: CronSettings, in simulation: inout Simulation
  ) {
    dropDeletedJobs(of: workload)
    for hasFailed in [false, true] {
      let finished = workloads[workload].cron.jobs.filter {
        workloads[$0].job.isFinished && workloads[$0].job.hasFailed == hasFailed
      }
      let kept = hasFailed ? cron.failedHistory : cron.successfulHistory
      for job in finished.prefix(max(0, finished.count - kept)) {
        record(
          workload: workload, "SuccessfulDelete", "Deleted job \(workloads[job].name)",
          in: simulation)
        removeWorkload(job, in: &simulation)
      }
    }
    dropDeletedJobs(of: workload)
  }
}
