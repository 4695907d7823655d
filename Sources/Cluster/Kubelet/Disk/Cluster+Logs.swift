package import SimulationKernel

/// What containers write to their logs, which are on the node's disk until their pod is gone.
extension Cluster {
  /// How often a kubelet looks at the logs (containerLogMonitorInterval).
  package static var logMonitorInterval: SimDuration { .seconds(10) }

  /// The software of a pod wrote some bytes to its log since the kubelet's last look, which is now:
  /// what is left counts on the node's disk.
  ///
  /// A log in a volume is a file that nobody puts aside.
  package mutating func writeLog(
    _ bytes: Int64, of pod: PodHandle, in simulation: inout Simulation
  ) {
    guard pods.contains(pod), pods[pod].node >= 0 else { return }
    let node = Int(pods[pod].node)
    let kubelet = nodeSpecs[node].kubelet
    let index = Int(pod.index)
    while logs.count <= index { logs.append(ContainerLog()) }
    guard !workloads[Int(pods[pod].softwareOwner)].logsToMemory else {
      writeToMemory(bytes, of: pod, in: &simulation)
      return
    }
    let before = filesHeld(by: pod)
    logs[index].write(bytes)
    if workloads[Int(pods[pod].softwareOwner)].logVolume == nil {
      logs[index].rotate(limit: kubelet.logFileBytes, files: kubelet.logFiles)
    }
    disks.write(filesHeld(by: pod) - before, on: node)
    watchPressure(of: node, in: &simulation)
    watchStorage(of: pod, in: &simulation)
  }

  /// Bytes of a pod's log.
  package func logBytes(of pod: PodHandle) -> Int64 {
    Int(pod.index) < logs.count ? logs[Int(pod.index)].bytes : 0
  }

  /// A pod's logs go with it.
  mutating func removeLog(of pod: PodHandle) {
    guard logBytes(of: pod) > 0 else { return }
    let before = filesHeld(by: pod)
    logs[Int(pod.index)] = ContainerLog()
    memory.removeFiles(of: pod.index, node: Int(pods[pod].node))
    disks.write(filesHeld(by: pod) - before, on: Int(pods[pod].node))
  }
}
