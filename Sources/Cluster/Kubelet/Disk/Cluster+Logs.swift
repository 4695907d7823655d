package import SimulationKernel

/// What containers write to their logs, which are on the node's disk until their pod is gone.
extension Cluster {
  /// How often a kubelet looks at the logs (containerLogMonitorInterval).
  package static var logMonitorInterval: SimDuration { .seconds(10) }

  /// The software of a pod wrote some bytes to its log since the kubelet's last look, which is now:
  /// what is left counts on the node's disk.
  package mutating func writeLog(
    _ bytes: Int64, of pod: PodHandle, in simulation: inout Simulation
  ) {
    guard pods.contains(pod), pods[pod].node >= 0 else { return }
    let node = Int(pods[pod].node)
    let kubelet = nodeSpecs[node].kubelet
    let place = Int(pod.index)
    while logs.count <= place { logs.append(ContainerLog()) }
    let before = logs[place].bytes
    logs[place].write(bytes)
    logs[place].look(limit: kubelet.logFileBytes, files: kubelet.logFiles)
    disks.write(logs[place].bytes - before, on: node)
    watchPressure(of: node, in: &simulation)
  }

  /// Bytes of a pod's log.
  package func logBytes(of pod: PodHandle) -> Int64 {
    Int(pod.index) < logs.count ? logs[Int(pod.index)].bytes : 0
  }

  /// A pod's logs go with it.
  mutating func removeLog(of pod: PodHandle) {
    let bytes = logBytes(of: pod)
    guard bytes > 0 else { return }
    disks.write(-bytes, on: Int(pods[pod].node))
    logs[Int(pod.index)] = ContainerLog()
  }
}
