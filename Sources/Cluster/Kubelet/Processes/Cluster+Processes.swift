import SimulationKernel

/// Processes and threads, which have an ID each: the kernel counts them as tasks, for each pod and
/// for all pods together (their cgroups' pids.max), and for the whole machine (kernel.pid_max,
/// kernel.threads-max).
///
/// Software that leaks takes whatever is free until it has all that it tries to have, so that what
/// another frees is taken at once. What it holds of memory and of cores is not modelled.
extension Cluster {
  /// Processes and threads of a pod; none while it has no sandbox.
  func processes(of pod: PodHandle) -> Int64 {
    switch pods[pod].stage {
    case .gated, .queued, .bound, .mounting, .ended: return 0
    default: break
    }
    let all = containerRange(of: pod).reduce(ProcessCounts.sandbox) { sum, index in
      guard containers[index].phase == .running else { return sum }
      return sum + ownProcesses(ofContainer: index) + containers[index].leakedProcesses
    }
    return min(all, processLimit(of: pod) ?? all)
  }

  /// Processes and threads of a container's software: of what no model describes, one.
  func ownProcesses(ofContainer index: Int) -> Int64 {
    let pod = containers[index].pod
    let isMain = isMainContainer(index)
    return isMain ? workloads[Int(pods[pod].softwareOwner)].processes : 1
  }

  private func processLimit(of pod: PodHandle) -> Int64? {
    nodeSpecs[Int(pods[pod].node)].kubelet.podProcesses
  }

  /// Processes that a pod may start before it is at its own limit or at that of all pods.
  func freeProcesses(in pod: PodHandle) -> Int64 {
    let own = processLimit(of: pod).map { $0 - processes(of: pod) } ?? .max
    return min(own, freeProcesses(ofPodsOn: Int(pods[pod].node)))
  }

  /// Processes that all pods of a node together may still start; where nothing is reserved the
  /// machine's own limit comes first.
  func freeProcesses(ofPodsOn node: Int) -> Int64 {
    guard nodeSpecs[node].kubelet.reservedProcesses > 0 else { return .max }
    let all = nodePods[node].reduce(0) { $0 + processes(of: $1) }
    return max(0, mostProcesses(ofPodsOn: node) - all)
  }

  /// What the cgroup of all pods of a node may have: all but what is reserved
  /// (pkg/kubelet/cm/node_container_manager_linux.go getNodeAllocatableInternalAbsolute).
  private func mostProcesses(ofPodsOn node: Int) -> Int64 {
    max(0, nodeSpecs[node].processIDs - nodeSpecs[node].kubelet.reservedProcesses)
  }

  /// Process IDs that nobody on a node has.
  func freeProcesses(on node: Int) -> Int64 {
    var used = ProcessCounts.system + nodes[node].leakedProcesses
    var pods: Int64 = 0
    for pod in nodePods[node] {
      let own = processes(of: pod)
      pods += own
      // A shim is the runtime's, outside of the cgroup of pods.
      if own > 0 { used += ProcessCounts.shim }
    }
    used += min(pods, mostProcesses(ofPodsOn: node))
    return max(0, nodeSpecs[node].processIDs - used)
  }

  /// Whether so many process IDs of a node are nobody's.
  ///
  /// The pods are counted one by one only where so many of the greatest of them would not leave
  /// enough.
  func hasFree(_ number: Int64, on node: Int) -> Bool {
    let all = nodeSpecs[node].processIDs
    let most = min(nodes[node].mostProcesses, nodeSpecs[node].kubelet.podProcesses ?? all, all)
    let bound =
      ProcessCounts.system + nodes[node].leakedProcesses
      + Int64(nodePods[node].count) * (most + ProcessCounts.shim)
    return all - bound >= number || freeProcesses(on: node) >= number
  }

  /// A pod has a sandbox, or its software tries to have more: its node holds how many processes the
  /// greatest of its pods has while all its containers run.
  mutating func noteProcesses(of pod: PodHandle) {
    let most = containerRange(of: pod).reduce(ProcessCounts.sandbox) { sum, index in
      sum + ownProcesses(ofContainer: index) + containers[index].leakedProcesses
    }
    let node = Int(pods[pod].node)
    nodes[node].mostProcesses = max(nodes[node].mostProcesses, most)
  }

  /// A node got more processes: the next look of its kubelet follows if they may be too many.
  mutating func watchProcesses(of node: Int, in simulation: inout Simulation) {
    guard nodeSpecs[node].kubelet.eviction.watchesProcesses else { return }
    watchPressure(of: node, in: &simulation)
  }

  /// The main software of a pod tries to have so many processes more from now on, or fewer where
  /// they are negative.
  mutating func leakProcesses(_ more: Int64, in pod: PodHandle, in simulation: inout Simulation) {
    guard pods.contains(pod), pods[pod].hasContainers else { return }
    let main = mainContainer(of: pod)
    containers[main].leakedProcesses = max(0, containers[main].leakedProcesses + more)
    noteProcesses(of: pod)
    for index in containerRange(of: pod) where containers[index].phase == .running {
      observeHealth(ofContainer: index, in: &simulation)
    }
    watchPressure(of: Int(pods[pod].node), in: &simulation)
  }

  /// A daemon of a machine tries to have so many processes more from now on, or fewer where they
  /// are negative.
  mutating func leakProcesses(_ more: Int64, on node: Int, in simulation: inout Simulation) {
    nodes[node].leakedProcesses = max(0, nodes[node].leakedProcesses + more)
    watchPressure(of: node, in: &simulation)
  }
}
