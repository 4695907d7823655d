import SimulationKernel

/// What all controllers share: when they sync and how they create pods.
extension Cluster {
  /// Schedules a sync of a workload's controller, after the delay of its watch.
  mutating func scheduleSync(of workload: Int, in simulation: inout Simulation) {
    guard !isSettling else { return }
    // The Job controller syncs its pods' changes in batches.
    let delay =
      workloads[workload].kind == .job && workloads[workload].job.startedAt != nil
      ? Timings.jobSync : watchDelay(workloadKeys[workload], .sync, at: simulation.now)
    scheduleSync(of: workload, at: simulation.now + delay, in: &simulation)
  }

  /// Schedules a sync of a workload's controller at a time, unless one is due earlier.
  mutating func scheduleSync(
    of workload: Int, at time: SimTime, in simulation: inout Simulation
  ) {
    guard !isSettling, time < workloads[workload].syncAt else { return }
    workloads[workload].syncAt = time
    schedule(.workloadSync, at: time, argument: UInt32(workload), in: &simulation)
  }

  /// Runs what is due of a workload: a sync of its controller, or a try of a ReplicaSet that a
  /// Deployment owns.
  mutating func reconcile(_ workload: Int, in simulation: inout Simulation) {
    let isOwn = takeTurn(of: workload, at: simulation.now)
    guard isOwn || hasSetToRetry(workload, at: simulation.now), areControllersUp else { return }
    // The garbage collector's workers wait for none of a controller's.
    if workloads[workload].isTerminating {
      finishForeground(workload, in: &simulation)
      return
    }
    // One object is in the hands of one worker at a time (client-go util/workqueue).
    guard simulation.now >= workloads[workload].busyUntil else {
      scheduleSync(of: workload, at: workloads[workload].busyUntil, in: &simulation)
      return
    }
    if workloads[workload].isAbandoned {
      keepReplicaSets(of: workload, in: &simulation)
      return
    }
    if !operatorUpdates.isEmpty { releaseUpdate(of: workload, in: &simulation) }
    guard workloads[workload].exists, !awaitOperator(workload, in: &simulation) else { return }
    guard !workloads[workload].isEnding else {
      syncDeleted(workload, in: &simulation)
      endSync(of: workload, in: &simulation)
      return
    }
    sync(workload, isOwn: isOwn, in: &simulation)
    // A Deployment's own sync has ended before those of its ReplicaSets.
    if workloads[workload].kind != .deployment { endSync(of: workload, in: &simulation) }
  }

  /// Takes the sync of a workload's controller that is due, by something that has happened or after
  /// an error; returns whether one is.
  private mutating func takeTurn(of workload: Int, at now: SimTime) -> Bool {
    let isRetried = workloads[workload].backoff.take(at: now)
    guard workloads[workload].syncAt == now else { return isRetried }
    workloads[workload].syncAt = .infinity
    return true
  }

  /// Runs one sync of a workload's controller; the switch is the catalog of controllers.
  private mutating func sync(_ workload: Int, isOwn: Bool, in simulation: inout Simulation) {
    switch workloads[workload].kind {
    case .deployment: syncDeployment(workload, isOwn: isOwn, in: &simulation)
    case .replicaSet: syncReplicaSet(workload, in: &simulation)
    case .statefulSet, .podSet, .operated: syncStatefulSet(workload, in: &simulation)
    case .daemonSet: syncDaemonSet(workload, in: &simulation)
    case .job: syncJob(workload, in: &simulation)
    case .cronJob: syncCronJob(workload, in: &simulation)
    case .pod: createBarePod(workload, in: &simulation)
    }
  }

  /// A workload's controller waits for the API server's answer.
  mutating func occupy(_ workload: Int, for wait: SimDuration, at now: SimTime) {
    guard wait > .zero else { return }
    workloads[workload].busyUntil = max(workloads[workload].busyUntil, now + wait)
  }

  /// Creates a pod of a controller, if admission allows it, and hands it to the scheduler.
  ///
  /// Returns nil where the API refuses it, which is recorded as an event of its owner; the sync
  /// then ends with an error.
  @discardableResult
  mutating func createPod(
    of workload: Int, revision: Int, ordinal: Int32 = -1, in simulation: inout Simulation
  ) -> PodHandle? {
    guard !isEnding(workloads[workload].namespace),
      askToCreatePods(workload, in: simulation)
    else { return nil }
    if let failure = createClaims(ofPod: ordinal, workload, in: &simulation) {
      recordRefusal(of: workload, revision: revision, ordinal: ordinal, failure, in: &simulation)
      return nil
    }
    let template = workloads[workload].revisions[revision].template
    var waited = SimDuration.zero
    let refusal = refusal(of: template, at: simulation.now, waited: &waited)
    occupy(workload, for: waited, at: simulation.now)
    if let refusal {
      let named = podName(beforeCreation: workload, revision: revision, ordinal: ordinal)
      recordRefusal(
        of: workload, revision: revision, ordinal: ordinal, refusal.text(named: named),
        in: &simulation)
      return nil
    }
    let handle = insertPod(
      of: workload, revision: revision, ordinal: ordinal, at: simulation.now)
    if ordinal >= 0, workloads[workload].kind != .daemonSet {
      keepSeat(ordinal, for: handle, of: workload)
    }
    if isNumbered(workload) || workloads[workload].kind == .job && ordinal >= 0 {
      pods[handle].labelSet = identitySet(of: handle)
    }
    recordCreation(of: handle, in: simulation)
    createEphemeralClaims(of: handle, in: &simulation)
    enqueue(handle, in: &simulation)
    return handle
  }

  /// Adds the object of a pod that the API takes; one of a ReplicaSet that its Deployment has taken
  /// is made as that one's.
  private mutating func insertPod(
    of workload: Int, revision: Int, ordinal: Int32, at now: SimTime
  ) -> PodHandle {
    workloads[workload].revisions[revision].isRefused = false
    let template = workloads[workload].revisions[revision].template
    let origin = workloads[workload].revisions[revision].origin
    let maker = origin.map { Int($0.workload) } ?? workload
    let softwareOwner = softwareOwner(ofRevision: revision, of: workload)
    var pod = Pod(
      workload: Int32(maker), template: template, ordinal: ordinal,
      serial: workloads[maker].createdCount, revision: origin?.revision ?? Int32(revision),
      labelSet: templates[Int(template)].labelSet, software: workloads[softwareOwner].software,
      at: isSettling ? Cluster.settledSince : now)
    pod.softwareOwner = Int32(softwareOwner)
    pod.owner = Int32(workload)
    pod.revision = Int32(revision)
    pod.indexInOwner = Int32(workloads[workload].pods.count)
    workloads[maker].createdCount += 1
    workloads[workload].activeCount += 1
    workloads[workload].revisions[revision].pods += 1
    let handle = pods.insert(pod)
    workloads[workload].pods.append(handle)
    countLoan(of: handle, by: 1)
    return handle
  }

  /// Creates pods in batches of 1, 2, 4 …; the first refusal ends the sync, which is repeated
  /// (controller_utils.go slowStartBatch).
  ///
  /// Pods that the client's rate limit does not allow now are created in a later sync.
  mutating func createBatches(
    of workload: Int, revision: Int, ordinals: [Int32]? = nil, count: Int,
    in simulation: inout Simulation
  ) {
    // What a namespace that goes refuses is not tried again.
    guard !isEnding(workloads[workload].namespace) else { return }
    let granted = grantCalls(count, to: workload, in: &simulation)
    var made = 0
    var batch = min(1, granted)
    while batch > 0 {
      var isRefused = false
      for _ in 0..<batch {
        let ordinal = ordinals.map { $0[made] } ?? -1
        let pod = createPod(of: workload, revision: revision, ordinal: ordinal, in: &simulation)
        if pod == nil { isRefused = true }
        made += 1
      }
      if isRefused {
        failSync(of: workload)
        return
      }
      batch = min(batch * 2, granted - made)
    }
  }

  /// What a controller asks the API to name a pod: a name, or the start of one.
  private func podName(beforeCreation workload: Int, revision: Int, ordinal: Int32) -> String {
    let owner = workloads[workload]
    switch owner.kind {
    case .deployment: return replicaSetName(workload, revision) + "-"
    case .statefulSet, .podSet, .operated: return owner.name + "-" + String(ordinal)
    case .pod: return owner.name
    case .job where ordinal >= 0: return "\(owner.name)-\(ordinal)-"
    case .replicaSet, .daemonSet, .job, .cronJob: return owner.name + "-"
    }
  }

  /// Records the owner's event about a pod, or one of its claims, that the API refused
  /// (FailedCreate).
  private mutating func recordRefusal(
    of workload: Int, revision: Int, ordinal: Int32, _ refusal: String,
    in simulation: inout Simulation
  ) {
    if !workloads[workload].revisions[revision].isRefused {
      workloads[workload].revisions[revision].refusal = refusal
    }
    workloads[workload].revisions[revision].isRefused = true
    let owner = workloads[workload]
    switch owner.kind {
    case .deployment:
      record(
        workload: workload, kind: "ReplicaSet", name: replicaSetName(workload, revision),
        "FailedCreate", "Error creating: \(refusal)", isWarning: true, in: simulation)
    case .statefulSet, .podSet, .operated:
      record(
        workload: workload, "FailedCreate",
        "create Pod \(owner.name)-\(ordinal) in \(owner.kind.rawValue) \(owner.name) failed error: "
          + refusal, isWarning: true, in: simulation)
    case .replicaSet, .daemonSet, .job, .cronJob, .pod:
      record(
        workload: workload, "FailedCreate", "Error creating: \(refusal)", isWarning: true,
        in: simulation)
    }
  }

  /// Notes which pod has an ordinal of a StatefulSet or an index of a Job.
  mutating func keepSeat(_ seat: Int32, for pod: PodHandle, of workload: Int) {
    let missing = Int(seat) + 1 - workloads[workload].seats.count
    if missing > 0 {
      workloads[workload].seats += Array(repeating: PodHandle.none, count: missing)
    }
    workloads[workload].seats[Int(seat)] = pod
  }

  private mutating func recordCreation(
    of pod: PodHandle, in simulation: borrowing Simulation
  ) {
    let workload = Int(pods[pod].owner)
    guard !isSettling, workloads[workload].kind != .pod else { return }
    let created = name(of: pod)
    switch workloads[workload].kind {
    case .deployment:
      let set = replicaSetName(workload, Int(pods[pod].revision))
      record(
        workload: workload, kind: "ReplicaSet", name: set, "SuccessfulCreate",
        "Created pod: \(created)", in: simulation)
    case .statefulSet:
      let owner = workloads[workload].name
      record(
        workload: workload, "SuccessfulCreate",
        "create Pod \(created) in StatefulSet \(owner) successful", in: simulation)
    default:
      record(
        workload: workload, "SuccessfulCreate", "Created pod: \(created)", in: simulation)
    }
  }

  /// The name of a Deployment's ReplicaSet.
  func replicaSetName(_ workload: Int, _ revision: Int) -> String {
    workloads[workload].revisions[revision].name
  }

  private mutating func createBarePod(_ workload: Int, in simulation: inout Simulation) {
    let owner = workloads[workload]
    // While a pod of the name is there, with another owner too, there can be no second one.
    guard owner.createdCount == 0 || owner.isBarePodDue, pod(ofBare: workload) == nil else {
      return
    }
    let pod = createPod(of: workload, revision: owner.newest, in: &simulation)
    guard let pod else {
      dropRefusedPod(workload)
      return
    }
    workloads[workload].isBarePodDue = false
    offer(pod, in: &simulation)
  }

  /// A bare pod that the API refuses is not in it, and nobody tries it again.
  ///
  /// A file that brings it once more gets the API's answer anew. Of a static pod it is the mirror
  /// that is refused.
  private mutating func dropRefusedPod(_ workload: Int) {
    let owner = workloads[workload]
    guard owner.revisions[owner.newest].isRefused, !owner.spec.template.isStatic,
      !isEnding(owner.namespace)
    else { return }
    workloads[workload].isBarePodDue = false
    forgetObject(of: workload)
  }
}
