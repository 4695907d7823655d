package import SimulationKernel

/// Deletion of pods: the kubelet ends their containers while, at the same time, the endpoint slice
/// controller removes them from their Services (pkg/kubelet/pod_workers.go).
extension Cluster {
  /// Requests a pod's deletion, as DELETE on the API.
  ///
  /// A `grace` of nil is the pod's own grace period; zero removes the object at once. A second
  /// request can only shorten the grace period. Deleting a static pod deletes only its mirror
  /// object, which its kubelet makes anew.
  package mutating func deletePod(
    _ pod: PodHandle, grace: SimDuration? = nil, in simulation: inout Simulation
  ) {
    guard !keepsStatic(pod) else { return }
    let spec = templates[Int(pods[pod].template)].spec
    let length = grace ?? spec.terminationGrace
    let end = simulation.now + length
    let isFirst = !pods[pod].isTerminating
    pods[pod].graceEnd = min(pods[pod].graceEnd, end)
    if isFirst {
      pods[pod].deletionDueAt = end
      pods[pod].deletionGrace = length
    } else if length < pods[pod].deletionGrace {
      // Counted from the first request (apiserver registry/rest/delete.go BeforeDelete).
      pods[pod].deletionDueAt = pods[pod].deletionDueAt - (pods[pod].deletionGrace - length)
      pods[pod].deletionGrace = length
    }
    if isFirst { beginTermination(of: pod, in: &simulation) }
    let node = Int(pods[pod].node)
    if node < 0 || pods[pod].stage == .ended || length == .zero {
      if node >= 0, hearsAPI(node), runsKubelet(node) { recordKills(of: pod, in: simulation) }
      killContainers(of: pod, in: &simulation)
      schedule(
        .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
    } else if runsKubelet(node) && nodes[node].isReachable {
      switch pods[pod].stage {
      case .preStop, .stopping: shortenStop(of: pod, in: &simulation)
      default: step(pod, after: watchDelay(pod, .kubelet), in: &simulation)
      }
    } else {
      pods[pod].timerAt = .infinity
    }
  }

  /// What a kubelet says of the containers that end without grace
  /// (kuberuntime_container.go killContainer); of those that end already it has spoken.
  private mutating func recordKills(of pod: PodHandle, in simulation: borrowing Simulation) {
    for index in containerRange(of: pod)
    where containers[index].phase == .running && containers[index].stop == .none {
      record(
        pod, "Killing", "Stopping container \(spec(ofContainer: index).name)", in: simulation)
    }
  }

  /// Whether a pod comes from a file of its node's kubelet.
  func isStatic(_ pod: PodHandle) -> Bool { templates[Int(pods[pod].template)].spec.isStatic }

  private func keepsStatic(_ pod: PodHandle) -> Bool {
    let node = Int(pods[pod].node)
    return isStatic(pod) && node >= 0 && !nodes[node].isDeleted
  }

  /// The pod leaves its controller's count and its Services' endpoints.
  private mutating func beginTermination(of pod: PodHandle, in simulation: inout Simulation) {
    let workload = Int(pods[pod].owner)
    discount(pod)
    pods[pod].isTerminating = true
    if pods[pod].isReady { workloads[workload].readyCount -= 1 }
    if pods[pod].isAssigned {
      scheduler.cache.countForSpread(
        matches: selectors.matches(of: pods[pod].labelSet), on: Int(pods[pod].node), step: -1)
    }
    scheduleSlices(of: pod, in: &simulation)
    scheduleSync(ofOwnerOf: pod, in: &simulation)
  }

  /// Takes a pod out of its controller's counts, unless it has ended or is terminating already.
  mutating func discount(_ pod: PodHandle) {
    guard isActive(pod) else { return }
    let workload = Int(pods[pod].owner)
    workloads[workload].activeCount -= 1
    workloads[workload].revisions[Int(pods[pod].revision)].pods -= 1
  }

  /// The kubelet's next step of a termination.
  mutating func advanceTermination(of pod: PodHandle, in simulation: inout Simulation) {
    switch pods[pod].stage {
    case .running, .starting, .initializing, .pulling, .waiting:
      stopContainers(of: pod, in: &simulation)
    case .preStop, .stopping:
      // While containers end, each has a timer of its own.
      guard containerRange(of: pod).allSatisfy({ containers[$0].phase == .ended }) else {
        pods[pod].timerAt = .infinity
        return
      }
      finishTermination(of: pod, in: &simulation)
    default: finishTermination(of: pod, in: &simulation)
    }
  }

  /// All containers are gone; the kubelet removes the object.
  mutating func finishTermination(of pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].stage != .ended else { return }
    killContainers(of: pod, in: &simulation)
    pods[pod].stage = .ended
    pods[pod].timerAt = .infinity
    schedule(
      .podRemoval, after: watchDelay(pod, .removal), argument: pod.rawValue, in: &simulation)
    if !shutdowns.isEmpty { releaseShutdown(of: Int(pods[pod].node), in: &simulation) }
  }

  /// Ends every container that runs, at once.
  mutating func killContainers(of pod: PodHandle, in simulation: inout Simulation) {
    for index in containerRange(of: pod) where containers[index].phase != .ended {
      if containers[index].phase == .running { containers[index].exitCode = 137 }
      haltContainer(index, in: &simulation)
    }
  }

  /// Removes a pod's object from the API: everything that knew the pod forgets it.
  mutating func removeObject(of pod: PodHandle, in simulation: inout Simulation) {
    guard isControlPlaneUp else {
      lateRemovals.append(pod)
      return
    }
    guard !awaitJob(pod, in: &simulation), !keepsFinalizer(pod, in: &simulation) else { return }
    let node = Int(pods[pod].node)
    endedPods.forget(pod)
    if pods[pod].phase == .running || pods[pod].phase == .pending {
      releaseImages(of: pod, at: simulation.now)
    }
    removeLog(of: pod)
    cancelNomination(of: pod, in: &simulation)
    unassign(pod, in: &simulation)
    detachVolumes(of: pod, in: &simulation)
    leaveServices(pod, in: &simulation)
    releaseContainers(of: pod)
    forgetEvents(of: pod)
    closeResize(of: pod)
    if node >= 0, let index = nodePods[node].firstIndex(of: pod) {
      nodePods[node].remove(at: index)
    }
    releaseClaims(of: pod, in: &simulation)
    deleteEphemeralClaims(of: pod, in: &simulation)
    countLoan(of: pod, by: -1)
    leaveOwner(pod)
    releaseEndingClaims(of: pod, in: &simulation)
    forgetBarePod(pod, in: &simulation)
    notify(pod, .deleted, in: &simulation)
    scheduleSync(ofOwnerOf: pod, in: &simulation)
    pods.remove(pod)
  }

  /// A pod's owner has it in its list no longer.
  mutating func leaveOwner(_ pod: PodHandle) {
    let workload = Int(pods[pod].owner)
    let index = Int(pods[pod].indexInOwner)
    let last = workloads[workload].pods.removeLast()
    if last != pod {
      workloads[workload].pods[index] = last
      pods[last].indexInOwner = Int32(index)
    }
    let seat = Int(pods[pod].seat)
    if seat >= 0, seat < workloads[workload].seats.count,
      workloads[workload].seats[seat] == pod
    {
      workloads[workload].seats[seat] = .none
    }
  }
}
