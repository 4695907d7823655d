import Manifests
import SimulationKernel

/// The Job controller (pkg/controller/job).
extension Cluster {
  mutating func syncJob(_ workload: Int, in simulation: inout Simulation) {
    guard let settings = workloads[workload].spec.job, !settings.isManagedElsewhere,
      !workloads[workload].job.isFinished
    else { return }
    claimJobPods(of: workload, in: &simulation)
    countEnded(workload, settings, in: &simulation)
    guard workloads[workload].job.outcome == nil else {
      concludeJob(workload, in: &simulation)
      return
    }
    if !settings.isSuspended, workloads[workload].job.startedAt == nil {
      workloads[workload].job.startedAt = simulation.now
    }
    if let failure = failure(of: workload, settings, at: simulation.now) {
      decideJob(workload, .failed(failure.reason, failure.message), in: &simulation)
      return
    }
    if settings.isSuspended { pause(workload, settings, in: &simulation) }
    if isComplete(workload, settings) {
      decideJob(workload, .completed, in: &simulation)
    } else if settings.isSuspended {
      noteSuspended(workload, in: simulation)
    } else {
      proceed(workload, settings, in: &simulation)
    }
  }

  /// A Job that is not suspended makes the pods that it wants; its clock starts anew when it is
  /// resumed.
  private mutating func proceed(
    _ workload: Int, _ settings: JobSettings, in simulation: inout Simulation
  ) {
    if workloads[workload].job.isSuspended {
      workloads[workload].job.isSuspended = false
      workloads[workload].job.startedAt = simulation.now
      noteSuspension(of: workload, at: simulation.now)
      record(workload: workload, "Resumed", "Job resumed", in: simulation)
    }
    startJobPods(workload, settings, in: &simulation)
    if let deadline = settings.activeDeadline, let started = workloads[workload].job.startedAt {
      scheduleSync(of: workload, at: started + deadline, in: &simulation)
    }
  }

  /// A suspended Job's pods are deleted, unless its object is too.
  ///
  /// What it has counted before may end it all the same (syncJob).
  private mutating func pause(
    _ workload: Int, _ settings: JobSettings, in simulation: inout Simulation
  ) {
    guard !workloads[workload].isEnding else { return }
    for pod in workloads[workload].pods where isActive(pod) {
      discharge(pod, in: &simulation)
    }
  }

  /// The start of a Job stays while it is suspended, and a deadline that has passed since fails it
  /// as it is resumed, before its clock starts anew (syncJob, pastActiveDeadline).
  private mutating func noteSuspended(_ workload: Int, in simulation: borrowing Simulation) {
    guard !workloads[workload].isEnding, !workloads[workload].job.isSuspended else { return }
    workloads[workload].job.isSuspended = true
    if version.suspensionClearsStart { workloads[workload].job.startedAt = nil }
    noteSuspension(of: workload, at: simulation.now)
    record(workload: workload, "Suspended", "Job suspended", in: simulation)
  }

  /// Deletes a pod that the Job does not want, without its finalizer: it is no failure, whatever it
  /// ends as (deleteJobPods, getValidPodsWithFilter).
  private mutating func discharge(_ pod: PodHandle, in simulation: inout Simulation) {
    pods[pod].isCounted = true
    deleteOwn(pod, in: &simulation)
  }

  /// Pods that are not wanted go: first those of indexes that are no longer there or were never
  /// any, and of an index that has several all but one, then those beyond the parallelism
  /// (manageJob, activePodsForRemoval, appendDuplicatedIndexPodsForRemoval).
  private mutating func dischargeExcess(
    _ workload: Int, _ settings: JobSettings, in simulation: inout Simulation
  ) {
    let active = workloads[workload].pods.filter { isActive($0) }
    let excess = active.count - wantedPods(workload, settings, active: active.count)
    let beyond = settings.isIndexed ? misplaced(active, settings, at: simulation.now) : []
    let others = active.filter { !beyond.contains($0) }
    let ranked = rankedForJob(others, at: simulation.now).prefix(max(0, excess - beyond.count))
    for pod in beyond + ranked { discharge(pod, in: &simulation) }
  }

  /// Pods of an indexed Job without an index of their own.
  private func misplaced(
    _ active: [PodHandle], _ settings: JobSettings, at now: SimTime
  ) -> [PodHandle] {
    let indexes = 0..<Int32(clamping: settings.completions ?? Int(Int32.max))
    let seats = active.map { pods[$0].seat }.sorted()
    guard !seats.allSatisfy(indexes.contains) || zip(seats, seats.dropFirst()).contains(where: ==)
    else { return [] }
    // The one that a scale-down would take last keeps the index.
    let ordered = rankedForJob(active, at: now).reversed().enumerated().sorted {
      (pods[$0.element].seat, $0.offset) < (pods[$1.element].seat, $1.offset)
    }.map(\.element)
    return ordered.indices.filter { index in
      let seat = pods[ordered[index]].seat
      return !indexes.contains(seat) || index > 0 && pods[ordered[index - 1]].seat == seat
    }.map { ordered[$0] }
  }

  /// How many pods a Job wants to run at once.
  private func wantedPods(_ workload: Int, _ settings: JobSettings, active: Int) -> Int {
    let succeeded = workloads[workload].job.succeeded
    guard let completions = settings.completions else {
      return succeeded > 0 ? active : settings.parallelism
    }
    return min(settings.parallelism, max(0, completions - succeeded))
  }

  /// Why a Job fails, as reason and message.
  private func failure(
    of workload: Int, _ settings: JobSettings, at now: SimTime
  ) -> (reason: String, message: String)? {
    let job = workloads[workload].job
    if let message = job.policyFailure { return ("PodFailurePolicy", message) }
    if job.failed > settings.backoffLimit || isPastRestarts(workload, settings) {
      return ("BackoffLimitExceeded", "Job has reached the specified backoff limit")
    }
    if let deadline = settings.activeDeadline, let started = job.startedAt,
      !settings.isSuspended, now - started >= deadline
    {
      return ("DeadlineExceeded", "Job was active longer than specified deadline")
    }
    guard settings.backoffLimitPerIndex != nil else { return nil }
    if let limit = settings.maxFailedIndexes, job.failedIndexes.count > limit {
      return (
        "MaxFailedIndexesExceeded",
        "Job has exceeded the specified maximal number of failed indexes"
      )
    }
    let isOver =
      job.failedIndexes.count + job.succeededIndexes.count >= settings.completions ?? 0
    return isOver && !job.failedIndexes.isEmpty
      ? ("FailedIndexes", "Job has failed indexes") : nil
  }

  /// With restart policy OnFailure the kubelet's restarts count against the limit
  /// (pastBackoffLimitOnFailure).
  private func isPastRestarts(_ workload: Int, _ settings: JobSettings) -> Bool {
    guard workloads[workload].spec.template.restartPolicy == .onFailure else { return false }
    let restarts = workloads[workload].pods.reduce(0) { sum, pod in
      isActive(pod) ? sum + Int(pods[pod].restarts) + Int(pods[pod].initRestarts) : sum
    }
    return settings.backoffLimit == 0 ? restarts > 0 : restarts >= settings.backoffLimit
  }

  private func isComplete(_ workload: Int, _ settings: JobSettings) -> Bool {
    let job = workloads[workload].job
    if settings.successRules.contains(where: { $0.isMet(by: job.succeededIndexes) }) { return true }
    if let completions = settings.completions { return job.succeeded >= completions }
    return job.succeeded > 0 && !workloads[workload].pods.contains { isActive($0) }
  }

  /// Counts pods that ended, or began to go, since the last sync, in the order in which they did;
  /// then their objects may go (trackJobStatusAndRemoveFinalizers).
  private mutating func countEnded(
    _ workload: Int, _ settings: JobSettings, in simulation: inout Simulation
  ) {
    let ended = workloads[workload].pods.filter { pod in
      let phase = pods[pod].phase
      let isGone = pods[pod].isTerminating && !settings.replacesOnlyFailed
      return !pods[pod].isCounted && (phase == .succeeded || phase == .failed || isGone)
    }
    let times = ended.map { (pod: $0, at: finishTime(of: $0, at: simulation.now)) }
    for (pod, time) in times.sorted(by: { $0.at < $1.at }) {
      pods[pod].isCounted = true
      if pods[pod].phase == .succeeded {
        countSuccess(of: pod)
      } else {
        countFailure(of: pod, settings, at: time)
      }
      guard pods[pod].waitsForJob else { continue }
      schedule(
        .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
    }
    guard settings.isIndexed, let completions = settings.completions else { return }
    // Indexes beyond a smaller number of completions are no longer there.
    workloads[workload].job.succeeded =
      workloads[workload].job.succeededIndexes.count { Int($0) < completions }
  }

  /// When a pod's last container ended; of one that ends only now, now (backoff_utils.go
  /// getFinishedTime).
  private func finishTime(of pod: PodHandle, at now: SimTime) -> SimTime {
    let range = containerRange(of: pod)
    guard range.allSatisfy({ containers[$0].phase == .ended }) else { return now }
    return range.map { containers[$0].endedAt }.max() ?? now
  }

  /// Keeps the object of a pod that is to go until its Job has counted it; returns false where
  /// nothing counts it any more.
  ///
  /// What its kubelet did not bring to an end counts as failed.
  mutating func awaitJob(_ pod: PodHandle, in simulation: inout Simulation) -> Bool {
    let owner = workloads[Int(pods[pod].owner)]
    guard owner.kind == .job, owner.exists, !owner.isTerminating, !owner.job.isFinished,
      !pods[pod].isCounted
    else { return false }
    if pods[pod].phase == .pending || pods[pod].phase == .running {
      endPod(pod, pods[pod].endPhase, in: &simulation)
    }
    pods[pod].waitsForJob = true
    scheduleSync(of: Int(pods[pod].owner), in: &simulation)
    return true
  }

  private mutating func countSuccess(of pod: PodHandle) {
    let workload = Int(pods[pod].owner)
    workloads[workload].job.succeeded += 1
    workloads[workload].job.failuresInRow = 0
    let index = pods[pod].seat
    guard index >= 0, !workloads[workload].job.succeededIndexes.contains(index) else { return }
    workloads[workload].job.succeededIndexes.append(index)
  }

  /// A failed pod counts, is ignored, or fails its index or the Job by the first rule that matches;
  /// each lengthens the wait for the next pod (job_controller.go nonIgnoredFailedPodsCount).
  private mutating func countFailure(
    of pod: PodHandle, _ settings: JobSettings, at now: SimTime
  ) {
    let workload = Int(pods[pod].owner)
    let index = pods[pod].seat
    let exits = exitCodes(of: pod)
    let conditions = pods[pod].isDisrupted ? ["DisruptionTarget"] : []
    let rule = settings.failureRules.firstIndex { $0.matches(exits: exits, conditions: conditions) }
    let action = rule.map { settings.failureRules[$0].action } ?? .count
    if action == .failJob, let rule {
      let cause = settings.failureRules[rule].cause(
        in: "\(namespace(of: pod))/\(name(of: pod))", exits: exits, conditions: conditions)
      workloads[workload].job.policyFailure = "\(cause) matching FailJob rule at index \(rule)"
    }
    if index >= 0, settings.backoffLimitPerIndex != nil {
      workloads[workload].job.noteFailure(of: index, isIgnored: action == .ignore, at: now)
    }
    workloads[workload].job.failuresInRow += 1
    workloads[workload].job.lastFailureAt = now
    guard action != .ignore else { return }
    workloads[workload].job.failed += 1
    guard index >= 0, let limit = settings.backoffLimitPerIndex else { return }
    let counted =
      workloads[workload].job.indexFailures.first { $0.index == index }?.counted ?? 0
    guard action == .failIndex || counted > limit,
      !workloads[workload].job.failedIndexes.contains(index)
    else { return }
    workloads[workload].job.failedIndexes.append(index)
  }

  /// The exit codes of a pod's containers, those of the init container that it failed with last
  /// (pkg/controller/job/pod_failure_policy.go getMatchingContainerFromList).
  private func exitCodes(of pod: PodHandle) -> [(container: String, code: Int32)] {
    let exits = containerRange(of: pod).filter { containers[$0].phase == .ended }.map {
      (container: spec(ofContainer: $0).name, code: containers[$0].exitCode)
    }
    let code = pods[pod].initial.exitCode
    return isAtInit(pod) && code != 0 ? exits + [(stepSpec(of: pod).name, code)] : exits
  }

  private mutating func startJobPods(
    _ workload: Int, _ settings: JobSettings, in simulation: inout Simulation
  ) {
    guard !workloads[workload].isEnding else { return }
    dischargeExcess(workload, settings, in: &simulation)
    let job = workloads[workload].job
    let active = workloads[workload].pods.count { pod in
      isActive(pod) || settings.replacesOnlyFailed && isAwaited(pod)
    }
    let wanted = wantedPods(workload, settings, active: active)
    guard active < wanted else { return }
    if settings.backoffLimitPerIndex == nil {
      let wait = JobBackoff.remaining(
        failures: job.failuresInRow, sinceLastFailure: simulation.now - job.lastFailureAt)
      guard wait == .zero else {
        scheduleSync(of: workload, at: simulation.now + wait, in: &simulation)
        return
      }
    }
    // At most 500 creations a sync (MaxPodCreateDeletePerSync).
    let missing = min(wanted - active, 500)
    let indexes =
      settings.isIndexed
      ? freeIndexes(workload, settings, count: missing, in: &simulation) : nil
    createBatches(
      of: workload, revision: 0, ordinals: indexes, count: indexes?.count ?? missing,
      in: &simulation)
  }

  /// Whether a pod goes and has not ended: where only failed pods are replaced, no other takes its
  /// place (controller_utils.go CountTerminatingPods).
  private func isAwaited(_ pod: PodHandle) -> Bool {
    pods[pod].isTerminating && pods[pod].phase != .succeeded && pods[pod].phase != .failed
  }

  /// The lowest indexes without a pod that have neither succeeded nor failed; those that wait keep
  /// their places (firstPendingIndexes).
  private mutating func freeIndexes(
    _ workload: Int, _ settings: JobSettings, count: Int, in simulation: inout Simulation
  ) -> [Int32] {
    let owner = workloads[workload]
    let taken = owner.pods.filter { isActive($0) }.map { pods[$0].seat }
    var free: [Int32] = []
    var pending = 0
    for index in 0..<Int32(settings.completions ?? 1) where pending < count {
      guard !taken.contains(index), !owner.job.succeededIndexes.contains(index),
        !owner.job.failedIndexes.contains(index)
      else { continue }
      pending += 1
      let failures = owner.job.indexFailures.first { $0.index == index }
      let wait = JobBackoff.remaining(
        indexFailures: failures.map { $0.counted + $0.ignored - 1 }, ignored: nil,
        sinceLastFailure: simulation.now - (failures?.last ?? simulation.now))
      if wait > .zero {
        scheduleSync(of: workload, at: simulation.now + wait, in: &simulation)
      } else {
        free.append(index)
      }
    }
    return free
  }

  /// A Job's outcome is known: pods that still run are deleted.
  private mutating func decideJob(
    _ workload: Int, _ outcome: JobProgress.Outcome, in simulation: inout Simulation
  ) {
    workloads[workload].job.outcome = outcome
    noteDecision(of: workload, outcome, at: simulation.now)
    for pod in workloads[workload].pods where isActive(pod) { deleteOwn(pod, in: &simulation) }
    concludeJob(workload, in: &simulation)
  }

  /// A Job is over, since 1.31 when all its pods have ended (delayTerminalCondition); its CronJob
  /// is told.
  private mutating func concludeJob(_ workload: Int, in simulation: inout Simulation) {
    guard let outcome = workloads[workload].job.outcome else { return }
    let mustWait = version.jobsWaitForTheirPods
    guard !mustWait || workloads[workload].pods.allSatisfy({ pods[$0].stage == .ended }) else {
      return
    }
    workloads[workload].job.isFinished = true
    workloads[workload].job.finishedAt = simulation.now
    noteEnd(of: workload, outcome, at: simulation.now)
    switch outcome {
    case .failed(let reason, let message):
      workloads[workload].job.hasFailed = true
      record(workload: workload, reason, message, isWarning: true, in: simulation)
    case .completed: record(workload: workload, "Completed", "Job completed", in: simulation)
    }
    releaseUncounted(workload, in: &simulation)
    let owner = Int(workloads[workload].owner)
    if owner >= 0 { scheduleSync(of: owner, in: &simulation) }
    guard let left = workloads[workload].spec.job?.timeToLive else { return }
    schedule(.jobExpired, after: left, argument: UInt32(workload), in: &simulation)
  }

  /// Nothing counts the pods of a Job that is over: their objects may go.
  private mutating func releaseUncounted(_ workload: Int, in simulation: inout Simulation) {
    for pod in workloads[workload].pods where pods[pod].waitsForJob && !pods[pod].isCounted {
      schedule(
        .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
    }
  }

  /// The controller finds a finished Job in its list, and deletes it at once if its time is over
  /// (ttlafterfinished_controller.go addJob).
  mutating func armExpiry(ofJob workload: Int, in simulation: inout Simulation) {
    guard let finished = workloads[workload].job.finishedAt,
      let life = workloads[workload].spec.job?.timeToLive, finished + life <= simulation.now
    else { return }
    schedule(
      .jobExpired, after: watchDelay(workloadKeys[workload], .sync, at: simulation.now),
      argument: UInt32(workload), in: &simulation)
  }

  /// A finished Job's time to live is over: it is deleted with its pods, which go also where
  /// finalizers keep the Job (ttlafterfinished_controller.go processJob deletes in the foreground).
  mutating func expireJob(_ workload: Int, in simulation: inout Simulation) {
    guard areControllersUp else {
      schedule(.jobExpired, after: .seconds(60), argument: UInt32(workload), in: &simulation)
      return
    }
    // What was armed for another Job of the name, or before a file gave it more time, is stale.
    guard !workloads[workload].isEnding, let finished = workloads[workload].job.finishedAt,
      let life = workloads[workload].spec.job?.timeToLive
    else { return }
    guard finished + life <= simulation.now else {
      schedule(.jobExpired, at: finished + life, argument: UInt32(workload), in: &simulation)
      return
    }
    removeOwner(workload, isKept(workload) ? .foreground : .background, in: &simulation)
  }
}
