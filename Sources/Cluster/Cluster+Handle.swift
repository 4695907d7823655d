public import SimulationKernel

/// Takes each notice to the function that acts on it.
extension Cluster {
  /// Handles one of the room's notices.
  public mutating func handle(_ notice: Notice, in simulation: inout Simulation) {
    if let event = CPUEvent(kind: notice.kind) {
      cpu.handle(event, argument: notice.argument, in: &simulation)
      return
    }
    if let event = AutoscalingEvent(kind: notice.kind) {
      handle(event, argument: notice.argument, in: &simulation)
      return
    }
    let index = Int(notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .podStep, .podStatus, .podEviction, .podRemoval, .podDeadline, .podVolumesBound,
      .orphanCollection, .podResize:
      handlePod(notice, in: &simulation)
    case .removedNodePass, .outOfServicePass, .endedCollection, .namespacePass:
      collectGarbage(notice, in: &simulation)
    case .containerStep, .containerSeen, .probe: handleContainer(notice, in: &simulation)
    case .workloadSync: reconcile(index, in: &simulation)
    case .sliceSync: syncSlices(of: index, in: &simulation)
    case .proxySync: finishProxySync(of: index, in: &simulation)
    case .meshPush: finishDebounce(of: index, in: &simulation)
    case .schedule: runSchedulingCycle(in: &simulation)
    case .backoffFlush: flushBackoff(in: &simulation)
    case .unschedulableFlush: flushUnschedulable(in: &simulation)
    case .taintPass: taintNext(inZone: index, in: &simulation)
    case .nodeMonitor, .nodeRecovered, .nodeBooted, .shutdownStep, .runtimeLook:
      handleNode(notice, in: &simulation)
    case .rolloutLook, .cronDue, .jobExpired: handleController(notice, in: &simulation)
    case .drainStep: continueDrain(of: index, in: &simulation)
    case .leaderElected: elect(index, in: &simulation)
    case .mastersChanged: refreshControlPlane(in: &simulation)
    case .evictionPass: passEviction(of: index, in: &simulation)
    case .imagePull, .imageCollection: handleImages(notice, in: &simulation)
    case .volumeDetached, .volumeExpanded, .volumeMade, .volumeAttached, .claimSync:
      handleVolume(notice, in: &simulation)
    case .leaseRenewal: checkLease(index, in: &simulation)
    case .unknown: preconditionFailure("the cluster gets its own notices only")
    }
  }

  private mutating func handleController(_ notice: Notice, in simulation: inout Simulation) {
    let index = Int(notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .rolloutLook: lookAtRollout(of: index, in: &simulation)
    case .cronDue: startCronJob(index, in: &simulation)
    case .jobExpired: expireJob(index, in: &simulation)
    default: preconditionFailure("a notice about a controller's clock")
    }
  }

  private mutating func handleVolume(_ notice: Notice, in simulation: inout Simulation) {
    let index = Int(notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .volumeDetached: finishDetachment(of: index, in: &simulation)
    case .volumeExpanded: continueExpansion(of: index, in: &simulation)
    case .volumeMade: noteMade(index, in: &simulation)
    case .volumeAttached: noteAttached(index, in: simulation)
    case .claimSync: syncClaims(in: &simulation)
    default: preconditionFailure("a notice about a volume")
    }
  }

  private mutating func handleContainer(_ notice: Notice, in simulation: inout Simulation) {
    let index = Int(notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .containerStep: continueContainer(index, in: &simulation)
    case .containerSeen: seeStart(ofContainer: index, in: &simulation)
    case .probe:
      let probe = ProbeKind.owner(ofSlot: index)
      check(container: probe.index, probe.kind, in: &simulation)
    default: preconditionFailure("a notice about a container")
    }
  }

  private mutating func handleNode(_ notice: Notice, in simulation: inout Simulation) {
    let node = Int(notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .nodeMonitor: monitor(node: node, in: &simulation)
    case .nodeRecovered: recover(node: node, in: &simulation)
    case .nodeBooted: finishBoot(of: node, in: &simulation)
    case .shutdownStep: continueShutdown(of: node, in: &simulation)
    case .runtimeLook: lookAtRuntime(of: node, in: &simulation)
    default: preconditionFailure("a notice about a node")
    }
  }

  private mutating func collectGarbage(_ notice: Notice, in simulation: inout Simulation) {
    switch ClusterNotice(kind: notice.kind) {
    case .removedNodePass:
      deletePodsOfRemovedNode(Int(notice.argument), in: &simulation)
    case .outOfServicePass:
      deletePodsOfOutOfServiceNode(Int(notice.argument), in: &simulation)
    case .namespacePass: emptyNamespace(Int(notice.argument), in: &simulation)
    case .endedCollection: collectEndedPods(in: &simulation)
    default: preconditionFailure("a notice about objects that are to go")
    }
  }

  private mutating func handleImages(_ notice: Notice, in simulation: inout Simulation) {
    let node = Int(notice.argument)
    switch ClusterNotice(kind: notice.kind) {
    case .imagePull: continuePulls(on: node, in: &simulation)
    case .imageCollection: collectImages(of: node, in: &simulation)
    default: preconditionFailure("a notice about images")
    }
  }

  private mutating func handlePod(_ notice: Notice, in simulation: inout Simulation) {
    let pod = PodHandle(rawValue: notice.argument)
    guard pods.contains(pod) else { return }
    switch ClusterNotice(kind: notice.kind) {
    case .podStep:
      if pods[pod].timerAt == simulation.now { advance(pod, in: &simulation) }
    case .podStatus: publishStatus(of: pod, in: &simulation)
    case .podEviction: evictTainted(pod, in: &simulation)
    case .podDeadline: endByDeadline(pod, in: &simulation)
    case .podVolumesBound: noteVolumesBound(of: pod, in: simulation)
    case .orphanCollection: collectOrphan(pod, in: &simulation)
    case .podResize: lookAtResize(of: pod, in: &simulation)
    case .podRemoval: removeObject(of: pod, in: &simulation)
    default: preconditionFailure("a notice about a pod")
    }
  }
}
