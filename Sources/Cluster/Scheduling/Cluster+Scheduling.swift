import SimulationKernel

/// kube-scheduler at work: one pod after the other, binding and retries.
extension Cluster {
  /// Hands a pod to the scheduler, unless gates hold it back or it names its node.
  mutating func enqueue(_ pod: PodHandle, in simulation: inout Simulation) {
    let template = templates[Int(pods[pod].template)].spec
    guard template.schedulingGates.isEmpty else {
      pods[pod].stage = .gated
      return
    }
    pods[pod].stage = .queued
    if let name = template.nodeName, let node = nodeIndex(name) {
      assign(pod, to: node, in: &simulation)
      return
    }
    scheduler.queue.activate(
      SchedulingQueue.Entry(pod: pod, priority: template.priority, waitingSince: simulation.now))
    armScheduler(in: &simulation)
  }

  /// Sees to it that the next cycle comes while pods are active.
  mutating func armScheduler(in simulation: inout Simulation) {
    guard !isSettling, isSchedulerUp, !scheduler.isCycleScheduled else { return }
    if scheduler.queue.isIdle {
      guard version.popsFromBackoffQueue, let entry = scheduler.queue.popBackingOff() else {
        return
      }
      scheduler.queue.activate(entry)
    }
    scheduler.isCycleScheduled = true
    schedule(.schedule, after: Timings.schedulingCycle, argument: 0, in: &simulation)
  }

  /// One scheduling cycle.
  mutating func runSchedulingCycle(in simulation: inout Simulation) {
    scheduler.isCycleScheduled = false
    guard isSchedulerUp else { return }
    scheduleNextPod(in: &simulation)
    armScheduler(in: &simulation)
  }

  /// Takes the first active pod and places it, or puts it aside.
  mutating func scheduleNextPod(in simulation: inout Simulation) {
    guard let entry = scheduler.queue.pop() else { return }
    guard pods.contains(entry.pod), pods[entry.pod].stage == .queued,
      !pods[entry.pod].isTerminating
    else { return }
    let pod = entry.pod
    pods[pod].attempts &+= 1
    if let problem = claimProblem(of: pod) {
      setAside(entry, message: problem, rejectedBy: .volumes, in: &simulation)
      return
    }
    let query = query(for: pod)
    let outcome = SchedulingCycle.place(
      query, scheduler.cache, start: &scheduler.searchStart, &scheduler.tieBreak)
    switch outcome {
    case .node(let node):
      assign(pod, to: node, in: &simulation)
      guard !isSettling else { return }
      record(
        pod, "Scheduled",
        "Successfully assigned \(namespace(of: pod))/\(name(of: pod)) to \(nodeSpecs[node].name)",
        in: simulation)
    case .failed(let message, let plugins):
      setAside(entry, message: message, rejectedBy: plugins, in: &simulation)
    }
  }

  /// The pod as the plugins see it.
  mutating func query(for pod: PodHandle) -> PodQuery {
    let template = Int(pods[pod].template)
    var query = PodQuery(
      templates[template].placement, matches: selectors.matches(of: pods[pod].labelSet))
    query.balancedSkipsBestEffort = version.balancedSkipsBestEffort
    query.volumes = volumePlacement(of: pod)
    if workloads[Int(pods[pod].workload)].kind == .daemonSet {
      query.nodeAffinity.pinned = [pods[pod].ordinal]
    } else if templates[template].placement.restrictsNodes {
      // Node labels don't change: what a template allows is computed once.
      if templates[template].allowedNodes.count != scheduler.cache.nodeCount {
        let prepared = NodeAffinityPlugin.prepare(query, scheduler.cache)
        templates[template].allowedNodes = prepared.allows
      }
      query.nodeAffinity.allows = templates[template].allowedNodes
    }
    return query
  }

  private mutating func setAside(
    _ entry: SchedulingQueue.Entry, message: String, rejectedBy plugins: FilterPlugin.Mask,
    in simulation: inout Simulation
  ) {
    record(entry.pod, "FailedScheduling", message, isWarning: true, in: simulation)
    scheduler.queue.setAside(entry, rejectedBy: plugins, at: simulation.now)
    armFlushes(in: &simulation)
  }

  /// Assumes a pod on a node and binds it.
  mutating func assign(_ pod: PodHandle, to node: Int, in simulation: inout Simulation) {
    let matches = selectors.matches(of: pods[pod].labelSet)
    scheduler.cache.count(
      templates[Int(pods[pod].template)].placement, matches: matches, on: node, step: 1)
    scheduler.cache.countForSpread(matches: matches, on: node, step: 1)
    pods[pod].isAssigned = true
    pods[pod].node = Int32(node)
    pods[pod].stage = .bound
    nodePods[node].append(pod)
    let makesVolume = reserveVolumes(of: pod, on: node)
    wakeScheduler(.podAssigned, in: &simulation)
    guard !isSettling else { return }
    // PreBind waits for a volume to be made; then the binding's write and the kubelet's watch.
    let binding = watchDelay(pod, .bind) + watchDelay(pod, .kubelet)
    step(pod, after: makesVolume ? binding + Timings.provisioning : binding, in: &simulation)
  }

  /// Takes a pod away from its node in the scheduler's view, when its object is gone or ended.
  mutating func unassign(_ pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].isAssigned else { return }
    let node = Int(pods[pod].node)
    let matches = selectors.matches(of: pods[pod].labelSet)
    scheduler.cache.count(
      templates[Int(pods[pod].template)].placement, matches: matches, on: node, step: -1)
    if !pods[pod].isTerminating {
      scheduler.cache.countForSpread(matches: matches, on: node, step: -1)
    }
    pods[pod].isAssigned = false
    wakeScheduler(.podGone, in: &simulation)
  }

  /// Tells the queue about a change that may help waiting pods.
  mutating func wakeScheduler(_ change: ClusterChange, in simulation: inout Simulation) {
    scheduler.queue.wake(by: change, at: simulation.now)
    armFlushes(in: &simulation)
    armScheduler(in: &simulation)
  }

  private mutating func armFlushes(in simulation: inout Simulation) {
    guard !isSettling else { return }
    // A flush that just ran comes again at its next tick, not at this one.
    let soon = simulation.now + .nanoseconds(1)
    if !scheduler.queue.backingOff.isEmpty && !scheduler.isBackoffFlushScheduled {
      scheduler.isBackoffFlushScheduled = true
      let next = nextTick(
        from: soon, phase: scheduler.flushPhase, period: Timings.backoffFlush)
      schedule(.backoffFlush, at: next, argument: 0, in: &simulation)
    }
    if !scheduler.queue.unschedulable.isEmpty && !scheduler.isUnschedulableFlushScheduled {
      scheduler.isUnschedulableFlushScheduled = true
      let next = nextTick(
        from: soon, phase: scheduler.flushPhase, period: Timings.unschedulableFlush)
      schedule(.unschedulableFlush, at: next, argument: 0, in: &simulation)
    }
  }

  /// The flush of the back-off queue, each second while a pod is in it.
  mutating func flushBackoff(in simulation: inout Simulation) {
    scheduler.isBackoffFlushScheduled = false
    scheduler.queue.flushBackoff(at: simulation.now)
    armFlushes(in: &simulation)
    armScheduler(in: &simulation)
  }

  /// The flush of pods that were unschedulable for five minutes.
  mutating func flushUnschedulable(in simulation: inout Simulation) {
    scheduler.isUnschedulableFlushScheduled = false
    scheduler.queue.flushUnschedulable(at: simulation.now)
    armFlushes(in: &simulation)
    armScheduler(in: &simulation)
  }
}
