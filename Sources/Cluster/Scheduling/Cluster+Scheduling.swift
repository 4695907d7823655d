import SimulationKernel

/// kube-scheduler: it takes one pod after the other from its queue, finds a node for it and binds
/// it.
extension Cluster {
  /// Hands a pod to the scheduler, unless gates or claims that nobody makes hold it back, or it
  /// names its node.
  mutating func enqueue(_ pod: PodHandle, in simulation: inout Simulation) {
    let template = templates[Int(pods[pod].template)].spec
    guard !SchedulingGates.holds(template), template.deviceProblem != .absentClaim else {
      pods[pod].stage = .gated
      return
    }
    pods[pod].stage = .queued
    if let name = template.nodeName {
      if let node = nodeIndex(name) {
        assign(pod, to: node, in: &simulation)
      } else {
        armOrphanCollection(of: pod, in: &simulation)
      }
      return
    }
    guard !scheduler.leavesToAnother(template) else { return }
    scheduler.queue.add(
      SchedulingQueue.Entry(pod: pod, priority: template.priority, waitingSince: simulation.now))
    armScheduler(in: &simulation)
  }

  /// Schedules the next cycle while the queue holds active pods or the last cycle is not concluded.
  mutating func armScheduler(in simulation: inout Simulation) {
    guard !isSettling, isSchedulerUp, !scheduler.isCycleScheduled else { return }
    let hasWork =
      !scheduler.queue.isIdle || scheduler.inFlight != nil
      || version.popsFromBackoffQueue && scheduler.queue.hasBackingOff
    guard hasWork else { return }
    scheduler.isCycleScheduled = true
    schedule(.schedule, at: scheduler.busyUntil, argument: 0, in: &simulation)
  }

  /// Concludes the last scheduling cycle and runs the next.
  mutating func runSchedulingCycle(in simulation: inout Simulation) {
    scheduler.isCycleScheduled = false
    guard isSchedulerUp else { return }
    concludeCycle(in: &simulation)
    scheduleNextPod(in: &simulation)
    armScheduler(in: &simulation)
  }

  /// Takes the first pod of the active queue and assigns it to a node, or finds out why it fits
  /// nowhere.
  mutating func scheduleNextPod(in simulation: inout Simulation) {
    guard let entry = scheduler.queue.pop(fromBackoff: version.popsFromBackoffQueue) else {
      return
    }
    guard pods.contains(entry.pod), pods[entry.pod].stage == .queued,
      !pods[entry.pod].isTerminating
    else { return }
    let pod = entry.pod
    scheduler.busyUntil = simulation.now + Timings.schedulingCycle
    pods[pod].attempts &+= 1
    withdrawStaleNominations()
    createEphemeralClaims(of: pod, in: &simulation)
    if let (plugins, problem) = obstacle(of: pod) {
      fail(entry, rejectedBy: plugins, message: problem, in: &simulation)
      return
    }
    let profile = scheduler.profile(of: templates[Int(pods[pod].template)].spec)
    var cycle = SchedulingCycle(
      query(for: pod), scheduler.cache,
      percentage: profile?.percentage ?? scheduler.percentageOfNodesToScore)
    let nominated = pods[pod].nominatedNode >= 0 ? Int(pods[pod].nominatedNode) : nil
    let node = cycle.findNode(
      nominated: nominated, &scheduler.cache, start: &scheduler.searchStart,
      &scheduler.tieBreak)
    if let node {
      scheduler.counters.scheduled += 1
      let waits = assign(pod, to: node, in: &simulation)
      if !waits, !isSettling { recordScheduled(pod, in: simulation) }
    } else {
      let plugins = cycle.rejectedBy
      var message = cycle.explanation(scheduler.cache, version)
      if profile?.preempts ?? true { message += preempt(for: pod, &cycle, in: &simulation) }
      fail(entry, rejectedBy: plugins, message: message, in: &simulation)
    }
  }

  /// What keeps a pod from all nodes before one of them is looked at: names of nodes that exclude
  /// each other, or its claims, of storage or of devices.
  private func obstacle(of pod: PodHandle) -> (rejectedBy: PluginMask, message: String)? {
    // A daemon's node replaces what the template names.
    if workloads[Int(pods[pod].workload)].kind != .daemonSet,
      templates[Int(pods[pod].template)].placement.pinnedNames?.isEmpty == true
    {
      var plugins = PluginMask()
      plugins.insert(PluginCatalog.index(of: NodeAffinityPlugin.self))
      let nodes = scheduler.cache.presentCount
      return (
        plugins,
        "0/\(nodes) nodes are available: pod affinity terms conflict."
          + version.afterPreFilter(nodes: nodes)
      )
    }
    if let problem = claimProblem(of: pod) {
      var plugins = PluginMask()
      plugins.insert(PluginCatalog.index(of: VolumeBinding.self))
      return (plugins, problem)
    }
    let devices = templates[Int(pods[pod].template)].spec.deviceProblem
    return devices?.message(nodes: scheduler.cache.presentCount).map { (PluginMask(), $0) }
  }

  /// Records the event of a pod that was assigned to its node.
  mutating func recordScheduled(_ pod: PodHandle, in simulation: borrowing Simulation) {
    let template = templates[Int(pods[pod].template)].spec
    guard template.nodeName == nil else { return }
    record(
      pod, "Scheduled",
      "Successfully assigned \(namespace(of: pod))/\(name(of: pod)) to "
        + nodeSpecs[Int(pods[pod].node)].name, by: scheduler.recorder(of: template),
      in: simulation)
  }

  /// The pod as the plugins see it.
  mutating func query(for pod: PodHandle) -> PodQuery {
    let template = Int(pods[pod].template)
    var query = PodQuery(
      templates[template].placement, matches: selectors.matches(of: pods[pod].labelSet))
    query.handle = pod
    query.priority = templates[template].spec.priority
    query.balancedSkipsBestEffort = version.balancedSkipsBestEffort
    query.fitKnowsHopelessNodes = version.fitKnowsHopelessNodes
    query.volumes = volumeDemand(of: pod)
    scheduler.profile(of: templates[template].spec)?.configure(&query)
    // A daemon's node is written in the pod, whoever owns it by now (daemon/util).
    if workloads[Int(pods[pod].workload)].kind == .daemonSet {
      query.nodeAffinity.pinned = [pods[pod].ordinal]
    } else if templates[template].placement.restrictsNodes {
      // What a template allows is computed once, until a node's labels change.
      if templates[template].allowedNodes.count != scheduler.cache.nodeCount {
        let prepared = NodeAffinityPlugin.prepare(query, scheduler.cache)
        templates[template].allowedNodes = prepared.allows
      }
      query.nodeAffinity.allows = templates[template].allowedNodes
    }
    return query
  }

  /// A pod's cycle found no node: the pod stays in flight until the cycle is concluded.
  private mutating func fail(
    _ entry: SchedulingQueue.Entry, rejectedBy plugins: PluginMask, message: String,
    in simulation: inout Simulation
  ) {
    scheduler.counters.unschedulable += 1
    scheduler.inFlight = Scheduler.InFlight(
      entry: entry, rejectedBy: plugins, message: message)
    if isSettling { concludeCycle(in: &simulation) }
  }

  /// Concludes the cycle of a pod that fitted nowhere.
  ///
  /// The pod backs off if a change that can help it came during the cycle; otherwise it waits for
  /// one.
  private mutating func concludeCycle(in simulation: inout Simulation) {
    guard let failed = scheduler.inFlight else { return }
    scheduler.inFlight = nil
    let pod = failed.entry.pod
    guard pods.contains(pod), !pods[pod].isTerminating else { return }
    if isSettling {
      scheduler.settlingFailures.append((pod, pods[pod].attempts, failed.message))
    } else {
      recordFailedScheduling(pod, failed.message, in: simulation)
    }
    scheduler.queue.setAside(
      failed.entry, rejectedBy: failed.rejectedBy, isHelped: failed.isHelped, at: simulation.now)
    armFlushes(in: &simulation)
  }

  /// Records the event of a pod that fitted nowhere.
  mutating func recordFailedScheduling(
    _ pod: PodHandle, _ message: String, in simulation: borrowing Simulation
  ) {
    record(
      pod, "FailedScheduling", message, isWarning: true,
      by: scheduler.recorder(of: templates[Int(pods[pod].template)].spec), in: simulation)
  }

  /// Assumes a pod on a node and binds it (Reserve, PreBind, DefaultBinder); returns whether the
  /// binding waits until volumes are provisioned.
  @discardableResult
  mutating func assign(
    _ pod: PodHandle, to node: Int, in simulation: inout Simulation
  ) -> Bool {
    let matches = selectors.matches(of: pods[pod].labelSet)
    scheduler.cache.count(
      templates[Int(chargedTemplate(of: pod))].placement, matches: matches, on: node, step: 1)
    scheduler.cache.countForSpread(matches: matches, on: node, step: 1)
    scheduler.cache.count(claimUses(of: pod), on: node, step: 1)
    withdrawNomination(of: pod)
    pods[pod].isAssigned = true
    pods[pod].node = Int32(node)
    pods[pod].stage = .bound
    nodePods[node].append(pod)
    reviewEviction(of: pod, in: &simulation)
    let made = reserveVolumes(of: pod, on: node)
    wakeScheduler(.podAssigned, pod: pod, in: &simulation)
    guard !isSettling else { return false }
    // PreBind waits until volumes are provisioned; then follow the write of the binding and the
    // kubelet's watch.
    let binding = watchDelay(pod, .bind) + watchDelay(pod, .kubelet)
    if !made.isEmpty { provision(made, for: pod, in: &simulation) }
    step(pod, after: made.isEmpty ? binding : binding + Timings.provisioning, in: &simulation)
    return !made.isEmpty
  }

  /// Removes a pod from its node in the scheduler's cache, when the pod has ended or its object is
  /// gone.
  mutating func unassign(_ pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].isAssigned else { return }
    let node = Int(pods[pod].node)
    let matches = selectors.matches(of: pods[pod].labelSet)
    scheduler.cache.count(
      templates[Int(chargedTemplate(of: pod))].placement, matches: matches, on: node, step: -1)
    if !pods[pod].isTerminating {
      scheduler.cache.countForSpread(matches: matches, on: node, step: -1)
    }
    scheduler.cache.count(claimUses(of: pod), on: node, step: -1)
    pods[pod].isAssigned = false
    wakeScheduler(.podGone, pod: pod, in: &simulation)
    retryResizes(on: node, in: &simulation)
  }
}
