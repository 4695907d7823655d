import Cluster
import Mesh
import SimulationKernel

/// How software answers the kubelet's probes.
///
/// A check is a small request: it waits for a worker behind the requests that came before it, needs
/// core time of the container, and is turned away where they are. So a pod that is saturated or
/// starved of CPU fails its probes by their timeouts. It takes no place in the queue itself.
extension Workload {
  /// Core time of a handler that only says that it is well, and of a command, which forks: guesses.
  private static let handlerWork = SimDuration.milliseconds(1)
  private static let commandWork = SimDuration.milliseconds(10)
  private static let look = SimDuration.milliseconds(50)

  /// The kubelet asks a pod.
  mutating func takeProbe(
    of pod: PodHandle, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    guard let question = cluster.takeProbe(of: pod) else { return }
    let isListening =
      pod.index < pods.count && pods[pod.index].pod == pod.rawValue
      && pods[pod.index].state == .serving
    guard isListening else {
      cluster.answerProbe(question.kind, of: pod, .refused, in: &simulation)
      return
    }
    let isBusy = pods[pod.index].occupancy.busy.value >= pods[pod.index].workers
    switch question.handler {
    case .tcp:
      // The kernel accepts the connection, however busy the process is.
      cluster.answerProbe(question.kind, of: pod, .passed, in: &simulation)
    case .http, .grpc:
      guard !isBusy || pods[pod.index].occupancy.queued.value < pods[pod.index].queueLimit else {
        cluster.answerProbe(question.kind, of: pod, .overloaded, in: &simulation)
        return
      }
      beginProbe(
        question.kind, of: pod, behind: isBusy ? pods[pod.index].queue.last : .max,
        work: Workload.handlerWork, in: &simulation, &cluster)
    case .exec:
      beginProbe(
        question.kind, of: pod, behind: .max, work: Workload.commandWork, in: &simulation, &cluster)
    }
  }

  private mutating func beginProbe(
    _ kind: ProbeKind, of pod: PodHandle, behind tail: UInt32, work: SimDuration,
    in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let slot = kind.slot(of: pod.index)
    probes.resize(to: ProbeKind.slots(of: pod.index).upperBound, filling: ProbeWork())
    probes[slot].behind = tail
    // The handler of the check before may still be at it: the new one waits for it.
    guard probes[slot].job == .max else { return }
    let job = cluster.cpu.start(
      work: work, container: Int(pods[pod.index].container), notify: Room.workload.rawValue,
      kind: WorkloadEvent.probeComputed.rawValue, argument: UInt32(slot), in: &simulation)
    probes[slot].job = job.rawValue
  }

  /// A check's core time was spent.
  mutating func finishProbe(
    _ slot: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let job = Handle<CPUJob>(rawValue: probes[slot].job)
    guard !job.isNone, cluster.cpu.finish(job, in: &simulation) else { return }
    probes[slot].job = .max
    lookAtProbe(slot, in: &simulation, &cluster)
  }

  /// Answers a check whose turn has come.
  mutating func lookAtProbe(
    _ slot: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let (index, kind) = ProbeKind.owner(ofSlot: slot)
    let pod = PodHandle(rawValue: pods[index].pod)
    guard cluster.isProbeOpen(kind, of: pod) else { return }
    let tail = Handle<Call>(rawValue: probes[slot].behind)
    let isWaiting =
      !tail.isNone && executions[tail.index].call == tail.rawValue
      && executions[tail.index].state == .queued
    guard isWaiting else {
      cluster.answerProbe(kind, of: pod, .passed, in: &simulation)
      return
    }
    simulation.schedule(
      after: Workload.look, room: Room.workload.rawValue,
      kind: WorkloadEvent.probeLook.rawValue, argument: UInt32(slot))
  }

  /// Drops the checks of a pod whose process is gone.
  mutating func forgetProbes(of pod: Int) {
    let slots = ProbeKind.slots(of: pod)
    guard probes.count >= slots.upperBound else { return }
    for slot in slots { probes[slot] = ProbeWork() }
  }
}
