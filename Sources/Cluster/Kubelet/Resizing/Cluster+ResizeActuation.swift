import SimulationKernel

/// How a kubelet gives containers other resources (pkg/kubelet/kuberuntime/kuberuntime_manager.go
/// computePodResizeAction, doPodResizeAction).
extension Cluster {
  /// Brings about what is set aside for a pod, or sees that it is brought about.
  mutating func continueResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    guard resizes[entry].allocated == pods[pod].template else {
      enactResize(of: pod, in: &simulation)
      return
    }
    // A container that is to start anew has them when it does.
    guard containerRange(of: pod).allSatisfy({ !containers[$0].isRedefined }) else {
      armActuation(of: pod, after: Timings.plegRelist, in: &simulation)
      return
    }
    resizes[entry].isInProgress = false
    resizes[entry].problem = ""
    rechargeResize(of: pod, in: &simulation)
    tellResizeEnd(of: pod, in: simulation)
    retryResizes(on: Int(pods[pod].node), in: &simulation)
  }

  private mutating func enactResize(of pod: PodHandle, in simulation: inout Simulation) {
    let entry = Int(pods[pod].resize)
    let before = templates[Int(pods[pod].template)].running
    let after = templates[Int(resizes[entry].allocated)]
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
    pods[pod].template = resizes[entry].allocated
    resizes[entry].problem = ""
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
    armActuation(
      of: pod, after: relistWait(pod, position: 0, at: simulation.now), in: &simulation)
  }

  /// Why limits of memory are not written: a limit that becomes less, or is new, must be above what
  /// is used; containers that start anew use nothing (validateMemoryResizeAction).
  ///
  /// Before 1.34 the kubelet looks at the pod as a whole only (doPodResizeAction).
  private func shrinkProblem(
    of pod: PodHandle, as after: CompiledTemplate, but restarted: [Int]
  ) -> String? {
    let before = templates[Int(pods[pod].template)]
    let used = restarted.reduce(workingSet(of: pod)) { $0 - memory.held(by: $1) }
    var problems: [String] = []
    if let limit = after.cgroup.memoryLimit, limit < before.cgroup.memoryLimit ?? .max,
      used >= limit
    {
      guard version.shrinksMemory else {
        return "aborting attempt to set pod memory limit less than current memory usage for pod "
          + name(of: pod)
      }
      problems.append("attempting to set pod memory limit (\(limit)) below current usage (\(used))")
    }
    guard version.shrinksMemory else { return nil }
    for index in containerRange(of: pod)
    where !restarted.contains(index) && containers[index].phase == .running {
      let position = Int(containers[index].position)
      let held = memory.held(by: index)
      guard let limit = after.running[position].memoryLimit, held >= limit,
        limit < before.running[position].memoryLimit ?? .max
      else { continue }
      problems.append(
        "attempting to set container \"\(after.running[position].name)\" memory limit (\(limit)) "
          + "below current usage (\(version.namesContainerUse ? held : used))")
    }
    return problems.aggregate.map { "cannot decrease memory limits: \($0)" }
  }

  /// The sync of a pod fails for its resize; the kubelet repeats it, and says so where it has not
  /// said the same before.
  private mutating func failResize(
    of pod: PodHandle, _ problem: String, in simulation: inout Simulation
  ) {
    let entry = Int(pods[pod].resize)
    let isNews = resizes[entry].problem != problem
    resizes[entry].problem = problem
    resizes[entry].looks += 1
    if isNews {
      tellAllocatedResize(
        of: pod, "ResizeError", "Pod resize error", isWarning: true, in: simulation)
    }
    armActuation(
      of: pod, after: lookDelay(of: pod, after: resizes[entry].looks, at: simulation.now),
      in: &simulation)
  }
}
