import Cluster
import SimulationKernel

/// Memory of the software in pods: a base, more for each request in hand, and what leaks.
///
/// The cluster hears of it when enough requests came that it may have grown by a step, and at
/// least every ten seconds (cAdvisor's housekeeping); so no limit is passed unseen, and nothing is
/// computed per request.
extension Workload {
  /// Most growth between two reports.
  private static let step: Int64 = 16 << 20
  private static let interval = SimDuration.seconds(10)

  /// Begins the reports of a pod that starts.
  mutating func beginMemory(
    of pod: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let model = models[Int(pods[pod].model)]
    guard model.memory != nil || model.log != nil else { return }
    pods[pod].loggedAt = simulation.now
    pods[pod].loggedRequests = pods[pod].requests
    reportMemory(of: pod, in: &simulation, &cluster)
    armMemory(of: pod, in: &simulation)
  }

  /// The periodic report of a pod.
  mutating func takeMemoryDue(
    _ raw: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let pod = PodHandle(rawValue: UInt32(raw))
    guard pods[pod.index].pod == pod.rawValue, pods[pod.index].state != .absent,
      pods[pod.index].memoryDueAt == simulation.now
    else { return }
    reportMemory(of: pod.index, in: &simulation, &cluster)
    reportLog(of: pod.index, in: &simulation, &cluster)
    armMemory(of: pod.index, in: &simulation)
  }

  /// Says what a pod wrote to its log, when its kubelet looks.
  private mutating func reportLog(
    of pod: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    let age = simulation.now - pods[pod].loggedAt
    guard let law = models[Int(pods[pod].model)].log, age >= Cluster.logMonitorInterval else {
      return
    }
    let requests = pods[pod].requests
    let bytes =
      law.perRequest * Int64(requests - pods[pod].loggedRequests)
      + Int64(Double(law.perSecond) * age.seconds)
    pods[pod].loggedAt = simulation.now
    pods[pod].loggedRequests = requests
    cluster.writeLog(bytes, of: PodHandle(rawValue: pods[pod].pod), in: &simulation)
  }

  /// Says what a pod holds, and after how many requests to look again.
  mutating func reportMemory(
    of pod: Int, in simulation: inout Simulation, _ cluster: inout Cluster
  ) {
    pods[pod].memoryCredit = .max
    guard let law = models[Int(pods[pod].model)].memory else { return }
    let requests = pods[pod].occupancy.busy.value + pods[pod].occupancy.queued.value
    let age = (simulation.now - pods[pod].startedAt).seconds
    let bytes =
      law.base + law.perRequest * requests + law.leakPerRequest * Int64(pods[pod].requests)
      + Int64(Double(law.growthPerSecond) * age)
    let left = cluster.holdMemory(bytes, in: PodHandle(rawValue: pods[pod].pod), in: &simulation)
    pods[pod].memoryLeft = left
    let each = law.perRequest + law.leakPerRequest
    guard each > 0 else { return }
    pods[pod].memoryCredit = UInt32(clamping: max(1, min(left, Workload.step) / each + 1))
  }

  private mutating func armMemory(of pod: Int, in simulation: inout Simulation) {
    var wait = Workload.interval
    // Growth by time reaches the limit between two regular reports: look then.
    if let growth = models[Int(pods[pod].model)].memory?.growthPerSecond, growth > 0 {
      let left = Double(min(pods[pod].memoryLeft, Int64(1) << 60))
      wait = min(wait, max(.seconds(1), SimDuration(seconds: left / Double(growth))))
    }
    pods[pod].memoryDueAt = simulation.now + wait
    simulation.schedule(
      at: pods[pod].memoryDueAt, room: Room.workload.rawValue,
      kind: WorkloadEvent.memoryDue.rawValue, argument: pods[pod].pod)
  }
}
