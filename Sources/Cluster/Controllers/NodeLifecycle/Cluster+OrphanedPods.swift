import SimulationKernel

/// Pods that name a node which is not there: no scheduler and no kubelet takes them
/// (pkg/controller/podgc gcOrphaned).
extension Cluster {
  /// How long the collector knows of a missing node before it deletes what names it
  /// (quarantineTime).
  private static let orphanQuarantine = SimDuration.seconds(40)

  /// Schedules the look at which the collector deletes a pod of no node: two passes after the first
  /// that sees it.
  mutating func armOrphanCollection(of pod: PodHandle, in simulation: inout Simulation) {
    let seen = nextTick(
      from: simulation.now + .nanoseconds(1), phase: monitorPhase, period: Timings.podGarbage)
    schedule(
      .orphanCollection, at: seen + Cluster.orphanQuarantine, argument: pod.rawValue,
      in: &simulation)
  }

  /// The pods that name a node are its kubelet's as soon as the node is there.
  mutating func takeOrphans(of node: Int, in simulation: inout Simulation) {
    let name = nodeSpecs[node].name
    guard templates.contains(where: { $0.spec.nodeName == name }) else { return }
    let waiting = workloads.flatMap(\.pods).filter { pod in
      pods[pod].stage == .queued && !pods[pod].isTerminating
        && templates[Int(pods[pod].template)].spec.nodeName == name
    }
    for pod in waiting { assign(pod, to: node, in: &simulation) }
  }

  /// Deletes a pod without its grace, unless its node has come meanwhile and takes it.
  mutating func collectOrphan(_ pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].stage == .queued, !pods[pod].isTerminating,
      let name = templates[Int(pods[pod].template)].spec.nodeName
    else { return }
    if let node = nodeIndex(name) {
      assign(pod, to: node, in: &simulation)
    } else if areControllersUp {
      record(
        pod, "PodGC", "PodGC: node no longer exists", isWarning: true, by: .vhsim,
        in: simulation)
      pods[pod].isDisrupted = true
      deletePod(pod, grace: .zero, in: &simulation)
    } else {
      armOrphanCollection(of: pod, in: &simulation)
    }
  }
}
