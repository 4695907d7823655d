package import SimulationKernel

/// Memory of containers: limits, the kernel's OOM kills, and what a pod holds.
extension Cluster {
  /// Sets what a pod's main container holds from now on, in bytes.
  ///
  /// Returns how many bytes more it could hold; zero if it was killed for asking, because its limit
  /// or its node has no more. The software hears of its end by `PodNotice.stopped`.
  package mutating func holdMemory(
    _ bytes: Int64, in pod: PodHandle, in simulation: inout Simulation
  ) -> Int64 {
    guard pods[pod].isServing else { return .max }
    return submitMemory(bytes, container: mainContainer(of: pod), in: &simulation)
  }

  /// The working set of a pod: what all its containers hold, and what is left in its volumes in
  /// memory, in bytes.
  package func workingSet(of pod: PodHandle) -> Int64 {
    containerRange(of: pod).reduce(memory.left(by: pod.index)) { $0 + memory.held(by: $1) }
  }

  /// The working set of one of a pod's containers, in bytes: what it holds, and the pages of
  /// volumes in memory that it has written itself.
  ///
  /// What earlier containers have left there is the pod's alone (the kernel's mm/memcontrol.c).
  package func workingSet(ofContainer index: Int) -> Int64 { memory.held(by: index) }

  /// What the software that a model describes holds in a pod, in bytes; nil where it does not
  /// report that.
  package func reportedMemory(of pod: PodHandle) -> Int64? {
    guard pods[pod].isServing, workloads[Int(pods[pod].softwareOwner)].reportsMemory else {
      return nil
    }
    return memory.held(by: mainContainer(of: pod))
  }

  /// Bytes that nobody on a node holds.
  package func availableMemory(on node: Int) -> Int64 { memory.available(on: node) }

  /// Gives a container that starts what it holds from the first.
  ///
  /// Software that reports its memory begins with nothing; of other containers nothing is known
  /// but the request, which they are taken to hold.
  mutating func takeFirstMemory(container index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    let isMain = isMainContainer(index)
    guard !(isMain && workloads[Int(pods[pod].softwareOwner)].reportsMemory) else { return }
    _ = submitMemory(spec(ofContainer: index).requests.memory, container: index, in: &simulation)
  }

  /// A container's own memory is so much from now on, beside its files in memory.
  mutating func submitMemory(
    _ bytes: Int64, container index: Int, in simulation: inout Simulation
  ) -> Int64 {
    let node = Int(pods[containers[index].pod].node)
    while true {
      let limit = memoryLimit(ofContainer: index)
      let answer = memory.submit(
        bytes + filesCharged(to: index), container: index, node: node, limit: limit)
      switch answer {
      case .granted(let left):
        watchPressure(of: node, in: &simulation)
        return left
      case .overLimit:
        // Its pages came one by one until the limit was full.
        let resident = max(memory.held(by: index), limit ?? 0)
        let victim =
          podVictim(asking: index, for: bytes + filesCharged(to: index), holding: resident)
          ?? index
        let held = victim == index ? resident : memory.held(by: victim)
        killForMemory(victim, "Memory cgroup out of memory", holding: held, in: &simulation)
        if victim == index { return 0 }
      case .nodeExhausted:
        let victim = memoryVictim(on: node) ?? index
        let more = victim == index ? memory.room(on: node) : 0
        killForNode(victim, holding: memory.held(by: victim) + more, in: &simulation)
        if victim == index { return 0 }
      }
    }
  }

  /// What a container's own limit and its pod's cgroup leave it.
  private func memoryLimit(ofContainer index: Int) -> Int64? {
    let pod = containers[index].pod
    let own = spec(ofContainer: index).memoryLimit
    guard let whole = templates[Int(pods[pod].template)].cgroup.memoryLimit else { return own }
    let left = whole - workingSet(of: pod) + memory.held(by: index)
    return min(own ?? left, left)
  }

  /// The kernel kills a container because its node is out of memory or, before that, because all
  /// pods hold what their common cgroup may: that is no SystemOOM to the kubelet
  /// (pkg/kubelet/oom/oom_watcher_linux.go).
  private mutating func killForNode(
    _ victim: Int, holding resident: Int64, in simulation: inout Simulation
  ) {
    let node = Int(pods[containers[victim].pod].node)
    let isWhole = memory.podLimit(of: node) == memory.capacity(of: node)
    if isWhole { recordSystemOOM(victim, in: simulation) }
    killForMemory(
      victim, isWhole ? "Out of memory" : "Memory cgroup out of memory", holding: resident,
      in: &simulation)
  }

  /// The container that the kernel kills when a node is out of memory for pods.
  private func memoryVictim(on node: Int) -> Int? {
    victim(among: nodePods[node], of: memory.podLimit(of: node))
  }

  /// The container that the kernel kills where one wants more than its pod's cgroup leaves it; nil
  /// where it wants more than its own, which it alone is in.
  private func podVictim(asking index: Int, for bytes: Int64, holding resident: Int64) -> Int? {
    let pod = containers[index].pod
    guard bytes <= spec(ofContainer: index).memoryLimit ?? .max,
      let whole = templates[Int(pods[pod].template)].cgroup.memoryLimit
    else { return nil }
    return victim(among: [pod], of: whole, asking: index, holding: resident)
  }

  /// The container of some pods with the greatest score, in which the limit of the cgroup that is
  /// full stands for the whole (mm/oom_kill.c constrained_alloc, oom_badness).
  ///
  /// The one that asks counts with what it has got until the limit was full.
  private func victim(
    among candidates: [PodHandle], of whole: Int64, asking: Int? = nil, holding: Int64 = 0
  ) -> Int? {
    var victim: (container: Int, score: Int64)?
    for pod in candidates {
      let node = Int(pods[pod].node)
      for index in containerRange(of: pod) where containers[index].phase == .running {
        let used = index == asking ? max(memory.held(by: index), holding) : memory.held(by: index)
        let score = OOMScore.badness(
          adjustment: scoreAdjustment(ofContainer: index, on: node), used: used,
          capacity: whole)
        if used > 0, score > victim?.score ?? .min {
          victim = (index, score)
        }
      }
    }
    return victim?.container
  }

  /// A container's `oom_score_adj`; a sidecar's is at most that of the app container that requests
  /// least.
  ///
  /// What a pod requests as a whole beyond its containers is shared among these
  /// (pkg/kubelet/qos/policy.go remainingPodMemReqPerContainer).
  private func scoreAdjustment(ofContainer index: Int, on node: Int) -> Int {
    let template = templates[Int(pods[containers[index].pod].template)]
    var request = spec(ofContainer: index).requests.memory
    if version.sidecarsShareScore, spec(ofContainer: index).isSidecar {
      request = max(request, template.spec.containers.map(\.requests.memory).min() ?? 0)
    }
    return OOMScore.adjustment(
      template.quality,
      isNodeCritical: OOMScore.isNodeCritical(
        priority: template.spec.priority, className: template.spec.priorityClass),
      memoryRequest: request + template.spec.sharedRequest,
      capacity: nodeSpecs[node].capacity.memory)
  }

  /// The kernel kills a container with so many bytes resident, its files in memory included.
  private mutating func killForMemory(
    _ index: Int, _ cause: String, holding resident: Int64, in simulation: inout Simulation
  ) {
    let pod = containers[index].pod
    let name = spec(ofContainer: index).name
    let files = filesCharged(to: index)
    let kilobytes = (resident - files) >> 10
    // As node-problem-detector words the kernel's message.
    record(
      node: Int(pods[pod].node), "OOMKilling",
      "\(cause): Killed process 1 (\(name)) of pod \(namespace(of: pod))/\(self.name(of: pod)), "
        + "anon-rss:\(kilobytes)kB" + (files > 0 ? ", shmem-rss:\(files >> 10)kB" : ""),
      isWarning: true, by: .kernelMonitor, in: simulation)
    endContainer(index, exitCode: 137, reason: .outOfMemory, in: &simulation)
  }

  private mutating func recordSystemOOM(_ index: Int, in simulation: borrowing Simulation) {
    record(
      node: Int(pods[containers[index].pod].node), "SystemOOM",
      "System OOM encountered, victim process: \(spec(ofContainer: index).name), pid: 1",
      isWarning: true, by: .kubelet, in: simulation)
  }
}
