import Manifests
import SimulationKernel

/// Reboots, and how a kubelet ends its pods before the machine goes (pkg/kubelet/nodeshutdown).
///
/// systemd tells the kubelet of a shutdown and waits for it: the node is not ready at once, pods end
/// with Failed, those that are critical after the others. Static pods go with the machine. A kubelet
/// without a shutdown grace period learns nothing: the pods lose their power.
extension Cluster {
  /// Begins to reboot a machine.
  mutating func reboot(node: Int, _ change: RebootChange, in simulation: inout Simulation) {
    guard nodes[node].isUp, !isShuttingDown(node) else { return }
    let settings = nodeSpecs[node].kubelet.shutdown
    shutdowns.removeAll { $0.node == node }
    shutdowns.append(
      NodeShutdown(
        node: node, dueAt: simulation.now + (settings.grace - settings.criticalGrace),
        downtime: change.downtime))
    guard settings.grace > .zero, !change.isForced else {
      switchOff(shutdowns.count - 1, in: &simulation)
      return
    }
    record(
      node: node, "NodeShutdown", "Shutdown manager detected shutdown event", in: simulation)
    reportNotReady(node: node, in: &simulation)
    endGroup(shutdowns.count - 1, in: &simulation)
  }

  /// Whether a node's kubelet ends its pods because the machine goes.
  func isShuttingDown(_ node: Int) -> Bool {
    shutdowns.contains { $0.node == node && $0.stage != .off }
  }

  /// A stage of a reboot is over: the next pods end, the power goes, or the machine boots.
  mutating func continueShutdown(of node: Int, in simulation: inout Simulation) {
    guard
      let place = shutdowns.firstIndex(where: { $0.node == node && $0.dueAt == simulation.now })
    else { return }
    switch shutdowns[place].stage {
    case .pods:
      shutdowns[place].stage = .criticalPods
      shutdowns[place].dueAt = simulation.now + nodeSpecs[node].kubelet.shutdown.criticalGrace
      endGroup(place, in: &simulation)
    case .criticalPods:
      shutdowns[place].stage = .closing
      shutdowns[place].dueAt = simulation.now + Timings.systemStop
      schedule(.shutdownStep, at: shutdowns[place].dueAt, argument: UInt32(node), in: &simulation)
    case .closing: switchOff(place, in: &simulation)
    case .off:
      shutdowns.remove(at: place)
      powerOn(node: node, in: &simulation)
    }
  }

  /// A pod has ended: the reboot of its machine goes on if it waited for no other.
  mutating func releaseShutdown(of node: Int, in simulation: inout Simulation) {
    guard let place = shutdowns.firstIndex(where: { $0.node == node }),
      shutdowns[place].stage < .closing, group(of: shutdowns[place]).isEmpty
    else { return }
    shutdowns[place].dueAt = simulation.now
    schedule(.shutdownStep, at: simulation.now, argument: UInt32(node), in: &simulation)
  }

  /// The pods that a stage waits for.
  private func group(of shutdown: NodeShutdown) -> [PodHandle] {
    nodePods[shutdown.node].filter { pod in
      pods[pod].stage != .ended && !isStatic(pod)
        && isCritical(pod) == (shutdown.stage == .criticalPods)
    }
  }

  /// Ends the pods of a stage, with their own grace or what the stage has.
  private mutating func endGroup(_ place: Int, in simulation: inout Simulation) {
    let shutdown = shutdowns[place]
    let most = shutdown.dueAt - simulation.now
    schedule(
      .shutdownStep, at: shutdown.dueAt, argument: UInt32(shutdown.node), in: &simulation)
    for pod in group(of: shutdown) {
      let grace = min(most, templates[Int(pods[pod].template)].spec.terminationGrace)
      pods[pod].isDisrupted = true
      if pods[pod].isStopping {
        pods[pod].graceEnd = min(pods[pod].graceEnd, simulation.now + grace)
        shortenStop(of: pod, in: &simulation)
      } else {
        stop(pod, grace: grace, in: &simulation)
      }
    }
    releaseShutdown(of: shutdown.node, in: &simulation)
  }

  private mutating func switchOff(_ place: Int, in simulation: inout Simulation) {
    let node = shutdowns[place].node
    shutdowns[place].stage = .off
    shutdowns[place].dueAt = simulation.now + shutdowns[place].downtime
    schedule(.shutdownStep, at: shutdowns[place].dueAt, argument: UInt32(node), in: &simulation)
    powerOff(node: node, in: &simulation)
  }
}
