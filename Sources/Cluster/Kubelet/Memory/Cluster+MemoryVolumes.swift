import SimulationKernel

/// emptyDir volumes of medium Memory: a tmpfs, whose pages count as the memory of the container
/// that wrote them, and as its pod's when that container has ended (pkg/volume/emptydir; the
/// kernel's mm/memcontrol.c).
extension Cluster {
  /// What a pod's software may write into a volume: the tmpfs is as large as the volume's limit,
  /// the pod's memory limit or what the node has for pods, whichever is least (empty_dir.go
  /// calculateEmptyDirMemorySize).
  private func size(of volume: ScratchVolume, in pod: PodHandle) -> Int64 {
    let most = nodeSpecs[Int(pods[pod].node)].allocatable.memory
    let whole = templates[Int(pods[pod].template)].cgroup.memoryLimit ?? most
    let own = volume.sizeLimit.flatMap { $0 > 0 ? $0 : nil } ?? most
    return min(most, whole, own)
  }

  /// The software of a pod writes some bytes into its log in memory; what finds no room there is
  /// lost (ENOSPC), and the kernel may kill the container for what does.
  mutating func writeToMemory(_ bytes: Int64, of pod: PodHandle, in simulation: inout Simulation) {
    let name = workloads[Int(pods[pod].softwareOwner)].logVolume
    let volumes = templates[Int(pods[pod].template)].spec.scratchVolumes
    guard pods[pod].isServing, let volume = volumes.first(where: { $0.name == name }) else {
      return
    }
    let main = mainContainer(of: pod)
    let own = memory.held(by: main) - filesCharged(to: main)
    let room = max(0, size(of: volume, in: pod) - logBytes(of: pod))
    logs[Int(pod.index)].write(min(bytes, room))
    _ = submitMemory(own, container: main, in: &simulation)
  }

  /// Bytes of memory volumes that a running container has written.
  func filesCharged(to index: Int) -> Int64 {
    let pod = containers[index].pod
    guard workloads[Int(pods[pod].softwareOwner)].logsToMemory,
      isMainContainer(index), containers[index].phase == .running
    else { return 0 }
    return logBytes(of: pod) - memory.left(by: pod.index)
  }

  /// The volumes of a pod that runs no more are taken down (keepTerminatedPodVolumes is off).
  mutating func removeVolumes(of pod: PodHandle) {
    if workloads[Int(pods[pod].softwareOwner)].logVolume != nil { removeLog(of: pod) }
  }

  /// A machine without power forgets what was in memory.
  mutating func forgetMemoryVolumes(of pod: PodHandle) {
    if workloads[Int(pods[pod].softwareOwner)].logsToMemory { removeLog(of: pod) }
  }
}
