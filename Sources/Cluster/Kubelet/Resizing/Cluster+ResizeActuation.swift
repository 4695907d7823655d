import SimulationKernel

/// How a kubelet gives containers other resources (pkg/kubelet/kuberuntime/kuberuntime_manager.go
/// computePodResizeAction, doPodResizeAction).
extension Cluster {
  /// Brings about what is set aside for a pod, or sees that it is brought about.
  mutating func continueResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    guard resizes[entry].written == pods[pod].template else {
      enactResize(of: pod, in: &simulation)
      return
    }
    // A container that is to start anew has them when it does.
    guard containerRange(of: pod).allSatisfy({ !containers[$0].isRedefined }) else {
      armResize(of: pod, after: Timings.plegRelist, in: &simulation)
      return
    }
    resizes[entry].stage = .done
    charge(pod, as: resizes[entry].written, in: &simulation)
    if version.tellsOfResizeEnds {
      record(
        pod, "ResizeCompleted",
        "Pod resize completed: \(resizeSummary(of: pod, version.tellsOfResizes))", in: simulation)
    }
    retryResizes(on: Int(pods[pod].node), in: &simulation)
  }

  private mutating func enactResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    let before = templates[Int(pods[pod].template)].running
    let after = templates[Int(resizes[entry].written)]
    let restarted = containerRange(of: pod).filter { index in
      let (old, new) = (
        before[Int(containers[index].position)], after.running[Int(containers[index].position)]
      )
      return containers[index].phase == .running && containers[index].stop == .none
        && (new.restartsForCPU && new.differsInCPU(from: old)
          || new.restartsForMemory && new.differsInMemory(from: old))
    }
    if let problem = shrinkProblem(of: pod, as: after, but: restarted) {
      failResize(of: pod, problem, in: &simulation)
      return
    }
    pods[pod].template = resizes[entry].written
    for index in restarted {
      let text = "Container \(spec(ofContainer: index).name) resize requires restart"
      restartDefined(index, text, in: &simulation)
    }
    for index in containerRange(of: pod)
    where containers[index].cpu >= 0 && !containers[index].isRedefined {
      let position = Int(containers[index].position)
      cpu.resize(
        Int(containers[index].cpu), weight: after.cpuWeight(ofContainer: position),
        quotaMilli: after.cgroup.quotaMilli(limit: after.running[position].cpuLimitMilli),
        in: &simulation)
    }
    armResize(
      of: pod, after: relistWait(pod, position: 0, at: simulation.now), in: &simulation)
  }

  /// A limit of memory is not written below what is used; containers that start anew use nothing
  /// (validateMemoryResizeAction).
  private func shrinkProblem(
    of pod: PodHandle, as after: CompiledTemplate, but restarted: [Int]
  ) -> String? {
    let before = templates[Int(pods[pod].template)]
    let used = restarted.reduce(workingSet(of: pod)) { $0 - memory.held(by: $1) }
    if let limit = after.cgroup.memoryLimit, limit < before.cgroup.memoryLimit ?? .max,
      used >= limit
    {
      return "attempting to set pod memory limit (\(limit)) below current usage (\(used))"
    }
    for index in containerRange(of: pod)
    where !restarted.contains(index) && containers[index].phase == .running {
      let position = Int(containers[index].position)
      let held = memory.held(by: index)
      guard let limit = after.running[position].memoryLimit, held >= limit,
        limit < before.running[position].memoryLimit ?? .max
      else { continue }
      return "attempting to set container \"\(after.running[position].name)\" memory limit "
        + "(\(limit)) below current usage (\(held))"
    }
    return nil
  }

  /// The sync of a pod fails for its resize; the kubelet repeats it.
  private mutating func failResize(
    of pod: PodHandle, _ problem: String, in simulation: inout Simulation
  ) {
    let entry = Int(pods[pod].resize)
    let isNews = resizes[entry].message.isEmpty
    resizes[entry].message = problem
    resizes[entry].looks += 1
    if isNews {
      tellResize(of: pod, "ResizeError", "Pod resize error", isWarning: true, in: simulation)
    }
    armResize(
      of: pod, after: lookDelay(of: pod, after: resizes[entry].looks, at: simulation.now),
      in: &simulation)
  }
}
