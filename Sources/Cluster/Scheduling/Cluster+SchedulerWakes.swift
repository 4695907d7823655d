import SimulationKernel

/// What brings waiting pods back to the active queue: changes of the cluster, and flushes of the
/// queues.
extension Cluster {
  /// Tells the queue about a change that may help waiting pods, with the node or pod it is about.
  ///
  /// A pod is helped by what any plugin that rejected it registered for; from 1.32 also that
  /// plugin's hint must agree (SchedulerQueueingHints), and before it InterPodAffinity's alone for
  /// pods that were assigned (getUnschedulablePodsWithCrossTopologyTerm).
  ///
  /// Before 1.32 who waits for new nodes waits for any change of a node's labels or taints as well,
  /// and is woken if that node takes it (eventhandlers.go preCheckForNode).
  ///
  /// - Parameter greatest: priority above which pods are not concerned.
  mutating func wakeScheduler(
    _ change: ClusterChange, node: Int? = nil, pod: PodHandle? = nil, upTo greatest: Int32 = .max,
    in simulation: inout Simulation
  ) {
    let isAnyOfNode = !version.queueingHints && !change.isDisjoint(with: .node)
    let change = isAnyOfNode ? change.union(.node) : change
    if var failed = scheduler.inFlight, !failed.isHelped {
      failed.isHelped =
        failed.entry.priority <= greatest
        && isHelped(failed.entry.pod, failed.rejectedBy, by: change, node, pod)
      scheduler.inFlight = failed
    }
    if scheduler.queue.awaits(change) {
      var queue = scheduler.queue
      scheduler.queue = SchedulingQueue()
      queue.wake(at: simulation.now) { entry in
        entry.priority <= greatest
          && isHelped(entry.pod, entry.rejectedBy, by: change, node, pod)
      }
      scheduler.queue = queue
    }
    armFlushes(in: &simulation)
    armScheduler(in: &simulation)
  }

  /// A pod that waits asks for less: that helps it where resources kept it out (NodeResourcesFit
  /// isSchedulableAfterPodEvent).
  mutating func wakeScheduler(for pod: PodHandle, in simulation: inout Simulation) {
    if var failed = scheduler.inFlight, failed.entry.pod == pod {
      failed.isHelped = true
      scheduler.inFlight = failed
    }
    scheduler.queue.wake(at: simulation.now) { entry in
      entry.pod == pod && entry.rejectedBy.events.contains(.podShrunk)
    }
    armFlushes(in: &simulation)
    armScheduler(in: &simulation)
  }

  private func isHelped(
    _ waiting: PodHandle, _ plugins: PluginMask, by change: ClusterChange, _ node: Int?,
    _ pod: PodHandle?
  ) -> Bool {
    guard !plugins.events.isDisjoint(with: change), pods.contains(waiting) else { return false }
    if let node, !version.queueingHints, !isAdmissible(waiting, on: node) { return false }
    let subject = ChangeSubject(node: node ?? -1, pod: pod.map { demand(of: $0) })
    return PluginCatalog.filters.indices.contains { index in
      let plugin = PluginCatalog.filters[index]
      guard plugins.contains(index), !plugin.events.isDisjoint(with: change) else { return false }
      let asksHint =
        version.queueingHints || plugin == InterPodAffinity.self && change == .podAssigned
      return !asksHint || plugin.helps(subject, demand(of: waiting), scheduler.cache)
    }
  }

  /// Whether a node takes a pod by what a kubelet would check of it, and has no taint NoSchedule
  /// that the pod does not tolerate.
  private func isAdmissible(_ pod: PodHandle, on node: Int) -> Bool {
    let checks: [any FilterPlugin.Type] = [
      NodeResourcesFit.self, NodeAffinityPlugin.self, NodeName.self, NodePorts.self,
      // The node controller taints a cordoned node.
      NodeUnschedulable.self,
    ]
    let waiting = demand(of: pod)
    let query = PodQuery(waiting.demand, matches: waiting.matches)
    let isDaemonOfOther =
      workloads[Int(pods[pod].workload)].kind == .daemonSet && Int(pods[pod].ordinal) != node
    return !isDaemonOfOther
      && checks.allSatisfy { $0.filter(query, on: node, scheduler.cache).fits }
      && !scheduler.cache.taints(of: node).contains {
        $0.effect == .noSchedule && !waiting.demand.tolerates($0)
      }
  }

  private func demand(of pod: PodHandle) -> WaitingDemand {
    WaitingDemand(
      demand: templates[Int(chargedTemplate(of: pod))].placement,
      matches: selectors.matches(of: pods[pod].labelSet))
  }

  /// Arms the flushes that the waiting pods need.
  mutating func armFlushes(in simulation: inout Simulation) {
    guard !isSettling else { return }
    // A flush that just ran comes again at its next tick, not at this one.
    let soon = simulation.now + .nanoseconds(1)
    if scheduler.queue.hasBackingOff && !scheduler.isBackoffFlushScheduled {
      scheduler.isBackoffFlushScheduled = true
      // Whole windows end at a time (waitUntilAlignedWithOrderingWindow).
      let phase = version.popsFromBackoffQueue ? .zero : scheduler.flushPhase
      let next = nextTick(from: soon, phase: phase, period: Timings.backoffFlush)
      schedule(.backoffFlush, at: next, argument: 0, in: &simulation)
    }
    if scheduler.queue.hasUnschedulable && !scheduler.isUnschedulableFlushScheduled {
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
