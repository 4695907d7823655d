import SimulationKernel

/// Starts of sandboxes and containers where no process can be made: the kernel refuses a new task
/// with EAGAIN (kernel/fork.c copy_process, kernel/cgroup/pids.c).
extension Cluster {
  /// The runtime starts a container that it has created, or says why it can not; the kubelet takes
  /// such a container for one that ended (containerd's exit code 128, reason StartError).
  mutating func start(container index: Int, in simulation: inout Simulation) {
    let pod = containers[index].pod
    let own = ownProcesses(ofContainer: index)
    guard let problem = startProblem(of: pod, processes: own) else {
      record(
        pod, "Started", version.startedText(spec(ofContainer: index).name), in: simulation)
      run(container: index, endingWith: endAtStart(ofContainer: index), in: &simulation)
      watchProcesses(of: Int(pods[pod].node), in: &simulation)
      return
    }
    record(pod, "Failed", "Error: \(problem)", isWarning: true, in: simulation)
    showWaiting(ofContainer: index, .runContainerError)
    run(
      container: index, endingWith: StartEnd(exitCode: 128, reason: .startError),
      in: &simulation)
  }

  /// Why the software of a container ends as it starts; nil where it goes on.
  private func endAtStart(ofContainer index: Int) -> StartEnd? {
    let pod = containers[index].pod
    if isMainContainer(index), pods[pod].isKeptDown {
      // Whoever kills it does so before its software is up.
      return StartEnd(exitCode: 137, reason: .error)
    }
    // It can not make its threads.
    return freeProcesses(in: pod) < ownProcesses(ofContainer: index)
      ? StartEnd(exitCode: 1, reason: .error) : nil
  }

  /// Why the runtime can not start a container of a pod that has so many processes at once; nil
  /// where it can.
  ///
  /// The shim can not fork runc where the node has no more; where the pod's cgroup has none, runc's
  /// own init dies in it for want of threads (containerd cmd/containerd-shim-runc-v2 runtimeError;
  /// runc libcontainer/process_linux.go).
  func startProblem(of pod: PodHandle, processes: Int64) -> String? {
    let failure =
      "failed to create containerd task: failed to create shim task: OCI runtime create failed: "
    guard hasFree(processes + ProcessCounts.runtime, on: Int(pods[pod].node)) else {
      return failure + "fork/exec /usr/bin/runc: resource temporarily unavailable: unknown"
    }
    guard freeProcesses(in: pod) < ProcessCounts.runtime else { return nil }
    return failure
      + "runc create failed: unable to start container process: read init-p: connection reset by "
      + "peer: unknown"
  }

  /// Where a pod's node, or all its pods, have no process IDs for its sandbox, the kubelet says so
  /// and tries again with its next sync; returns whether that is so.
  mutating func failSandbox(of pod: PodHandle, in simulation: inout Simulation) -> Bool {
    let node = Int(pods[pod].node)
    let inCgroup = ProcessCounts.sandbox + ProcessCounts.runtime
    let problem: String
    if !hasFree(ProcessCounts.shim + inCgroup, on: node) {
      problem =
        "failed to start shim: fork/exec /usr/bin/containerd-shim-runc-v2: resource temporarily "
        + "unavailable"
    } else if freeProcesses(ofPodsOn: node) < inCgroup {
      problem =
        "failed to create shim task: OCI runtime create failed: runc create failed: unable to "
        + "start container process: read init-p: connection reset by peer: unknown"
    } else {
      return false
    }
    record(
      pod, "FailedCreatePodSandBox",
      "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create containerd "
        + "task: " + problem, isWarning: true, in: simulation)
    step(pod, after: lookDelay(of: pod, after: 0, at: simulation.now), in: &simulation)
    return true
  }
}
