import Manifests
import SimulationKernel

/// The Job and CronJob controllers (pkg/controller/job, pkg/controller/cronjob).
extension Cluster {
  mutating func syncJob(_ workload: Int, in simulation: inout Simulation) {
    guard let settings = workloads[workload].spec.job, !workloads[workload].job.isFinished else {
      return
    }
    countEnded(workload, in: &simulation)
    let job = workloads[workload].job
    if job.failed > settings.backoffLimit {
      finishJob(workload, "BackoffLimitExceeded", in: &simulation)
    } else if isComplete(job, settings) {
      finishJob(workload, nil, in: &simulation)
    } else if !settings.isSuspended {
      startJobPods(workload, settings, in: &simulation)
    }
  }

  private func isComplete(_ job: JobProgress, _ settings: JobSettings) -> Bool {
    guard let completions = settings.completions else { return job.succeeded > 0 }
    return job.succeeded >= completions
  }

  /// Counts pods that ended since the last sync; their objects stay no longer than that.
  private mutating func countEnded(_ workload: Int, in simulation: inout Simulation) {
    for pod in workloads[workload].pods where !pods[pod].isTerminating {
      switch pods[pod].phase {
      case .succeeded:
        workloads[workload].job.succeeded += 1
        workloads[workload].job.failuresInRow = 0
        if pods[pod].ordinal >= 0 {
          workloads[workload].job.succeededIndexes.append(pods[pod].ordinal)
        }
      case .failed:
        workloads[workload].job.failed += 1
        workloads[workload].job.failuresInRow += 1
        let wait = Cluster.jobBackoff(failures: workloads[workload].job.failuresInRow)
        workloads[workload].job.nextStart = simulation.now + wait
      case .pending, .running: continue
      }
      deletePod(pod, in: &simulation)
    }
  }

  /// Wait before the next pod after failures in a row: 10 s doubling to 600 s.
  static func jobBackoff(failures: Int) -> SimDuration {
    failures == 0 ? .zero : .seconds(min(600, 10 << Int64(min(failures - 1, 6))))
  }

  private mutating func startJobPods(
    _ workload: Int, _ settings: JobSettings, in simulation: inout Simulation
  ) {
    let job = workloads[workload].job
    guard job.nextStart <= simulation.now else {
      guard !workloads[workload].isSyncScheduled else { return }
      workloads[workload].isSyncScheduled = true
      schedule(.workloadSync, at: job.nextStart, argument: UInt32(workload), in: &simulation)
      return
    }
    let left = settings.completions.map { $0 - job.succeeded } ?? settings.parallelism
    let wanted = min(settings.parallelism, left)
    while workloads[workload].activeCount < wanted {
      let index = settings.isIndexed ? freeIndex(workload, settings) : -1
      createPod(of: workload, revision: 0, ordinal: index, in: &simulation)
    }
  }

  private func freeIndex(_ workload: Int, _ settings: JobSettings) -> Int32 {
    let job = workloads[workload]
    for index in 0..<Int32(settings.completions ?? 1) {
      let isTaken = Int(index) < job.places.count && !job.places[Int(index)].isNone
      if !isTaken && !job.job.succeededIndexes.contains(index) { return index }
    }
    return -1
  }

  private mutating func finishJob(
    _ workload: Int, _ failure: String?, in simulation: inout Simulation
  ) {
    workloads[workload].job.isFinished = true
    if let failure {
      record(
        workload: workload, failure, "Job has reached the specified backoff limit",
        isWarning: true, in: simulation)
    } else {
      record(workload: workload, "Completed", "Job completed", in: simulation)
    }
    for pod in workloads[workload].pods where !pods[pod].isTerminating {
      deletePod(pod, in: &simulation)
    }
    guard let left = workloads[workload].spec.job?.timeToLive else { return }
    schedule(.jobExpired, after: left, argument: UInt32(workload), in: &simulation)
  }

  /// A finished Job's object is deleted; what is left of it are its counts.
  mutating func expireJob(_ workload: Int, in simulation: inout Simulation) {
    record(
      workload: workload, "TTLExpired", "Job was deleted after its time to live", in: simulation)
  }

  /// Arms a CronJob's next start.
  mutating func armCronJob(_ workload: Int, in simulation: inout Simulation) {
    guard let cron = workloads[workload].spec.cron, !cron.isSuspended,
      let next = cron.schedule.next(after: simulation.now)
    else { return }
    schedule(
      .cronDue, at: next + .milliseconds(100), argument: UInt32(workload), in: &simulation)
  }

  /// A CronJob's schedule is due: a Job is made, as its concurrency policy allows.
  mutating func startCronJob(_ workload: Int, in simulation: inout Simulation) {
    armCronJob(workload, in: &simulation)
    guard isControlPlaneUp, let cron = workloads[workload].spec.cron else { return }
    let active = workloads.indices.filter {
      workloads[$0].owner == Int32(workload) && !workloads[$0].job.isFinished
    }
    if cron.concurrency == .forbid, !active.isEmpty {
      record(
        workload: workload, "JobAlreadyActive",
        "Not starting job because prior execution is running and concurrency policy is Forbid",
        in: simulation)
      return
    }
    if cron.concurrency == .replace {
      for job in active { finishJob(job, nil, in: &simulation) }
    }
    var spec = workloads[workload].spec
    spec.kind = .job
    spec.cron = nil
    spec.name += "-" + String(CronSchedule.epochMinutes(at: simulation.now))
    let job = append(spec, owner: Int32(workload))
    workloads[job].software = workloads[workload].software
    workloads[job].mainContainer = workloads[workload].mainContainer
    workloads[job].threads = workloads[workload].threads
    let name = workloads[job].name
    record(workload: workload, "SuccessfulCreate", "Created job \(name)", in: simulation)
    scheduleSync(of: job, in: &simulation)
  }
}
