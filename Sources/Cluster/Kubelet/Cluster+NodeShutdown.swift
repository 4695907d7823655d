import Manifests
import SimulationKernel

/// Reboots, and how a kubelet ends its pods before the machine goes (pkg/kubelet/nodeshutdown).
///
/// systemd tells the kubelet of a shutdown and waits for it: the node is not ready at once, pods
/// end with Failed, those of a higher priority after the others. Static pods are among them
/// (kubelet_pods.go GetActivePods); as their kubelet starts them again after the boot, they are
/// only shown as not ready until then.
/// A kubelet without a shutdown grace period, or one that is down, learns nothing: the pods lose
/// their power.
extension Cluster {
  /// Begins to reboot a machine.
  mutating func reboot(node: Int, _ change: RebootChange, in simulation: inout Simulation) {
    guard nodes[node].isUp, !isShuttingDown(node) else { return }
    shutdowns.removeAll { $0.node == node }
    shutdowns.append(
      NodeShutdown(node: node, dueAt: simulation.now, downtime: change.downtime))
    guard !nodeSpecs[node].kubelet.shutdown.groups.isEmpty, nodes[node].hasKubelet,
      !change.isForced
    else {
      switchOff(shutdowns.count - 1, in: &simulation)
      return
    }
    record(
      node: node, "NodeShutdown", "Shutdown manager detected shutdown event", by: .kubelet,
      in: simulation)
    reportNotReady(node: node, in: &simulation)
    endGroup(0, of: shutdowns.count - 1, in: &simulation)
  }

  /// Whether a node's kubelet ends its pods because the machine goes.
  func isShuttingDown(_ node: Int) -> Bool {
    shutdowns.contains { $0.node == node && $0.stage != .off }
  }

  /// A stage of a reboot is over: the next pods end, the power goes, or the machine boots.
  mutating func continueShutdown(of node: Int, in simulation: inout Simulation) {
    guard
      let index = shutdowns.firstIndex(where: { $0.node == node && $0.dueAt == simulation.now })
    else { return }
    switch shutdowns[index].stage {
    case .pods(let group) where group + 1 < nodeSpecs[node].kubelet.shutdown.groups.count:
      endGroup(group + 1, of: index, in: &simulation)
    case .pods: close(index, in: &simulation)
    case .closing: switchOff(index, in: &simulation)
    case .off:
      shutdowns.remove(at: index)
      powerOn(node: node, in: &simulation)
    }
  }

  /// A pod has ended, perhaps because its machine goes: its status says so, and no event does
  /// (nodeshutdown_manager.go killPods).
  mutating func noteShutdown(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard isShuttingDown(node) else { return }
    if pods[pod].reason == .terminated, pods[pod].phase == .failed {
      recordShutdown(of: pod, in: simulation)
    }
    releaseShutdown(of: node, in: &simulation)
  }

  private mutating func recordShutdown(of pod: PodHandle, in simulation: borrowing Simulation) {
    record(
      pod, "Terminated", "Pod was terminated in response to imminent node shutdown.",
      isWarning: true, by: .vhsim, in: simulation)
  }

  /// A kubelet has ended the containers of a pod that nobody deletes: the pod has ended, but a
  /// static one of a machine that goes waits for the boot.
  mutating func endStopped(_ pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard isStatic(pod), isShuttingDown(node) else {
      endPod(pod, pods[pod].endPhase, in: &simulation)
      return
    }
    pods[pod].timerAt = .infinity
    recordShutdown(of: pod, in: simulation)
    releaseShutdown(of: node, in: &simulation)
  }

  /// Whether all containers of a static pod have ended that its kubelet stops.
  private func hasStopped(_ pod: PodHandle) -> Bool {
    isStatic(pod) && pods[pod].isStopping && pods[pod].timerAt == .infinity
      && containerRange(of: pod).allSatisfy { containers[$0].phase == .ended }
  }

  /// A pod has ended: the reboot of its machine goes on if it waited for no other.
  mutating func releaseShutdown(of node: Int, in simulation: inout Simulation) {
    guard let index = shutdowns.firstIndex(where: { $0.node == node }),
      case .pods(let group) = shutdowns[index].stage, pods(ofGroup: group, on: node).isEmpty
    else { return }
    arm(index, at: simulation.now, in: &simulation)
  }

  /// A kubelet is stopped while its machine goes: its inhibitor lock ends with its process, and
  /// systemd waits for nobody else (pkg/kubelet/nodeshutdown/systemd InhibitShutdown).
  mutating func releaseInhibitor(of node: Int, in simulation: inout Simulation) {
    guard let index = shutdowns.firstIndex(where: { $0.node == node }),
      case .pods = shutdowns[index].stage
    else { return }
    close(index, in: &simulation)
  }

  private mutating func close(_ index: Int, in simulation: inout Simulation) {
    shutdowns[index].stage = .closing
    arm(index, at: simulation.now + Timings.systemStop, in: &simulation)
  }

  private mutating func arm(_ index: Int, at time: SimTime, in simulation: inout Simulation) {
    shutdowns[index].dueAt = time
    schedule(
      .shutdownStep, at: time, argument: UInt32(shutdowns[index].node), in: &simulation)
  }

  /// The pods of a group that have not ended.
  private func pods(ofGroup group: Int, on node: Int) -> [PodHandle] {
    nodePods[node].filter { pod in
      let priority = templates[Int(pods[pod].template)].spec.priority
      return pods[pod].stage != .ended && !hasStopped(pod)
        && nodeSpecs[node].kubelet.shutdown.group(ofPriority: priority) == group
    }
  }

  /// Ends the pods of a group, with their own grace or what the group has.
  private mutating func endGroup(
    _ group: Int, of index: Int, in simulation: inout Simulation
  ) {
    let node = shutdowns[index].node
    let most = nodeSpecs[node].kubelet.shutdown.groups[group].grace
    shutdowns[index].stage = .pods(group: group)
    arm(index, at: simulation.now + most, in: &simulation)
    for pod in pods(ofGroup: group, on: node) {
      let grace = min(most, templates[Int(pods[pod].template)].spec.terminationGrace)
      pods[pod].isDisrupted = true
      if pods[pod].reason == .none { pods[pod].reason = .terminated }
      if pods[pod].isStopping {
        pods[pod].graceEnd = min(pods[pod].graceEnd, simulation.now + grace)
        shortenStop(of: pod, in: &simulation)
      } else {
        stop(pod, grace: grace, in: &simulation)
      }
    }
    releaseShutdown(of: node, in: &simulation)
  }

  private mutating func switchOff(_ index: Int, in simulation: inout Simulation) {
    shutdowns[index].stage = .off
    arm(index, at: simulation.now + shutdowns[index].downtime, in: &simulation)
    powerOff(node: shutdowns[index].node, in: &simulation)
  }
}
