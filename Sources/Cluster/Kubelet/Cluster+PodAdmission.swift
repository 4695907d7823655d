import SimulationKernel

/// What a kubelet refuses to run, and what it ends by its time (pkg/kubelet/lifecycle/predicate.go,
/// pkg/kubelet/active_deadline.go).
extension Cluster {
  /// Refuses a pod that its node has no room for or that does not want to be there; whether it did.
  ///
  /// Only pods that name their node come unseen by the scheduler.
  mutating func refusesAdmission(_ pod: PodHandle, in simulation: inout Simulation) -> Bool {
    guard templates[Int(pods[pod].template)].spec.nodeName != nil,
      let problem = admissionProblem(of: pod)
    else { return false }
    record(pod, problem.reason, problem.message, isWarning: true, in: simulation)
    endPod(pod, .failed, in: &simulation)
    return true
  }

  private func admissionProblem(of pod: PodHandle) -> (reason: String, message: String)? {
    let node = Int(pods[pod].node)
    let demand = templates[Int(pods[pod].template)].placement
    guard demand.allows(name: nodeSpecs[node].name, labels: nodeSpecs[node].labels) else {
      return (
        "NodeAffinity",
        "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
      )
    }
    let admitted = nodePods[node].filter {
      $0 != pod && pods[$0].stage != .bound && pods[$0].stage != .ended
    }
    let whole = nodeSpecs[node].allocatable
    if admitted.count + 1 > Int(nodeSpecs[node].podLimit) {
      return Self.shortage("pods", 1, Int64(admitted.count), nodeSpecs[node].podLimit)
    }
    let placements = admitted.map { templates[Int(pods[$0].template)].placement }
    let cpu = placements.reduce(0) { $0 + $1.cpuMilli }
    if demand.cpuMilli > 0, demand.cpuMilli > whole.cpuMilli - cpu {
      return Self.shortage("cpu", demand.cpuMilli, cpu, whole.cpuMilli)
    }
    let memory = placements.reduce(0) { $0 + $1.memory }
    if demand.memory > 0, demand.memory > whole.memory - memory {
      return Self.shortage("memory", demand.memory, memory, whole.memory)
    }
    return nil
  }

  private static func shortage(
    _ resource: String, _ requested: Int64, _ used: Int64, _ capacity: Int64
  ) -> (reason: String, message: String) {
    (
      "OutOf" + resource,
      "Node didn't have enough resource: \(resource), requested: \(requested), used: \(used), "
        + "capacity: \(capacity)"
    )
  }

  /// Arms the end of a pod's time, which begins when its kubelet accepts it.
  mutating func armDeadline(of pod: PodHandle, in simulation: inout Simulation) {
    guard let deadline = templates[Int(pods[pod].template)].spec.deadline else { return }
    schedule(.podDeadline, after: deadline, argument: pod.rawValue, in: &simulation)
  }

  /// A pod's time is over: it fails, unless it has ended before.
  mutating func endByDeadline(_ pod: PodHandle, in simulation: inout Simulation) {
    guard pods[pod].stage != .ended, !pods[pod].isTerminating, pods[pod].node >= 0,
      nodes[Int(pods[pod].node)].isUp
    else { return }
    record(
      pod, "DeadlineExceeded",
      "Pod was active on the node longer than the specified deadline", isWarning: true,
      in: simulation)
    endPod(pod, .failed, in: &simulation)
  }
}
