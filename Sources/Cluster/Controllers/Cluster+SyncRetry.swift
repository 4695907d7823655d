import SimulationKernel

/// What becomes of a controller's object after a sync: one that ended with an error is tried again
/// after a back-off, one without an error forgets those before (client-go
/// util/workqueue/rate_limiting_queue.go AddRateLimited, Forget).
///
/// A Deployment's ReplicaSets are objects of their own, in the queue of another controller
/// (pkg/controller/replicaset/replica_set.go processNextWorkItem).
extension Cluster {
  /// Notes that the present sync of a workload's controller ends with an error; several in one sync
  /// are one.
  mutating func failSync(of workload: Int) {
    guard !isSettling else { return }
    workloads[workload].hasFailedSync = true
  }

  /// Ends a sync of a workload's controller.
  ///
  /// One that waits for its client's rate limit has not ended.
  mutating func endSync(of workload: Int, in simulation: inout Simulation) {
    let kind = workloads[workload].kind
    let retry = SyncRetry(kind)
    let errors = workloads[workload].backoff.errors
    guard takeFailure(of: workload), !retry.isOver(after: errors) else {
      // A Deployment's calls are those of its ReplicaSets.
      if kind == .deployment || workloads[workload].grantedCalls == 0 {
        workloads[workload].backoff.errors = 0
      }
      return
    }
    guard kind != .job else {
      // A Job's changes wait for their batch where its next try does, and the earliest stays
      // (job_controller.go enqueueSyncJobInternal).
      workloads[workload].backoff.errors += 1
      let end = syncEnd(of: workload, at: simulation.now)
      scheduleSync(of: workload, at: end + retry.wait(after: errors), in: &simulation)
      return
    }
    workloads[workload].backoff = armed(
      workloads[workload].backoff, of: workload, retry, in: &simulation)
  }

  /// Begins a sync of a Deployment's ReplicaSet, which takes its try that is due.
  mutating func beginSync(of set: OwnedSet, at now: SimTime) {
    workloads[set.workload].revisions[set.revision].hasNews = false
    guard workloads[set.workload].revisions[set.revision].backoff.retryAt <= now else { return }
    workloads[set.workload].revisions[set.revision].backoff.retryAt = .infinity
  }

  /// Ends a sync of a Deployment's ReplicaSet.
  mutating func endSync(of set: OwnedSet, in simulation: inout Simulation) {
    guard takeFailure(of: set.workload) else {
      if workloads[set.workload].grantedCalls > 0 {
        workloads[set.workload].revisions[set.revision].hasNews = true
      } else {
        workloads[set.workload].revisions[set.revision].backoff.errors = 0
      }
      return
    }
    let known = workloads[set.workload].revisions[set.revision].backoff
    if known.retryAt <= syncEnd(of: set.workload, at: simulation.now) {
      workloads[set.workload].revisions[set.revision].hasNews = true
    }
    workloads[set.workload].revisions[set.revision].backoff = armed(
      known, of: set.workload, SyncRetry(.replicaSet), in: &simulation)
  }

  /// A back-off with another error, whose try is scheduled unless an earlier one waits.
  ///
  /// One that comes due while the sync still waits for the API server follows it at once (queue.go
  /// Done).
  private mutating func armed(
    _ known: SyncBackoff, of workload: Int, _ retry: SyncRetry, in simulation: inout Simulation
  ) -> SyncBackoff {
    var backoff = known
    let end = syncEnd(of: workload, at: simulation.now)
    if backoff.retryAt <= end {
      backoff.retryAt = .infinity
      scheduleSync(of: workload, at: end, in: &simulation)
    }
    if backoff.fail(retry, at: end) {
      schedule(
        .workloadSync, at: backoff.retryAt, argument: UInt32(workload), in: &simulation)
    }
    return backoff
  }

  /// Whether a Deployment's ReplicaSet is to be synced: one whose last sync ended with an error
  /// waits for its next try, or for something that happens to it or its pods.
  func isDue(_ set: OwnedSet, at now: SimTime) -> Bool {
    workloads[set.workload].revisions[set.revision].backoff.errors == 0
      || workloads[set.workload].revisions[set.revision].hasNews
      || workloads[set.workload].revisions[set.revision].backoff.retryAt <= now
  }

  /// Whether a ReplicaSet of a Deployment is to be tried again now.
  func hasSetToRetry(_ workload: Int, at now: SimTime) -> Bool {
    workloads[workload].kind == .deployment
      && workloads[workload].revisions.contains { $0.backoff.retryAt == now && !$0.isGone }
  }

  /// Schedules a sync of a pod's owner for a change of the pod; of a Deployment it is the pod's
  /// ReplicaSet that looks at it first.
  mutating func scheduleSync(ofOwnerOf pod: PodHandle, in simulation: inout Simulation) {
    let workload = Int(pods[pod].owner)
    workloads[workload].revisions[Int(pods[pod].revision)].hasNews = true
    scheduleSync(of: workload, in: &simulation)
  }

  private mutating func takeFailure(of workload: Int) -> Bool {
    let hasFailed = workloads[workload].hasFailedSync
    workloads[workload].hasFailedSync = false
    return hasFailed
  }

  /// When a sync that begins now ends: it may wait for the API server.
  private func syncEnd(of workload: Int, at now: SimTime) -> SimTime {
    max(now, workloads[workload].busyUntil)
  }
}
