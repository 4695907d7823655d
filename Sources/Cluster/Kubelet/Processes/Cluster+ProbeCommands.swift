import SimulationKernel

/// Commands of probes that can not end well: where no process can be made, or by their own text.
extension Cluster {
  /// What a probe's command finds where its first process or those that it makes are refused, or
  /// where it surely fails or lasts too long; nil elsewhere.
  ///
  /// A pod's limit does not hold a command's first process off, which runc moves into the cgroup
  /// (Documentation/admin-guide/cgroup-v2.rst, PID), but a shell's are made in it.
  func commandProblem(_ probe: ProbeSpec, ofContainer index: Int) -> ProbeAnswer? {
    guard probe.handler == .exec else { return nil }
    let pod = containers[index].pod
    guard nodes[Int(pods[pod].node)].runtimeStops == 0 else { return .unstartable }
    guard hasFree(ProcessCounts.runtime, on: Int(pods[pod].node)) else { return .unstartable }
    guard freeProcesses(in: pod) >= 1 || !probe.isShell else { return .unforkable }
    return probe.ownProblem
  }

  /// A check whose command can not be started tells nothing: its result is thrown away
  /// (pkg/kubelet/prober/worker.go doProbe), and the next one comes with the next tick.
  mutating func recordErroredProbe(
    _ kind: ProbeKind, ofContainer index: Int, in simulation: borrowing Simulation
  ) {
    let pod = containers[index].pod
    let problem =
      nodes[Int(pods[pod].node)].runtimeStops > 0
      ? Cluster.runtimeSilence
      : "rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI "
        + "runtime exec failed: fork/exec /usr/bin/runc: resource temporarily unavailable: unknown"
    record(
      pod, "Unhealthy",
      "\(kind.word) probe errored and resulted in unknown state: " + problem, isWarning: true,
      in: simulation)
  }
}

extension ProbeSpec {
  /// The name of the program that its command begins with; empty where it asks otherwise.
  fileprivate var program: String {
    command.first?.split(separator: "/").last.map { String($0) } ?? ""
  }

  /// Whether its command is a shell's, which makes processes.
  fileprivate var isShell: Bool { ["sh", "ash", "bash", "dash"].contains(program) }

  /// What the shell of its command writes where it can make no process.
  var forkFailure: String { "\(program): fork: Resource temporarily unavailable" }
}
