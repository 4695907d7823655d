import Manifests
import SimulationKernel

/// What pods write on their node's disk, and the limits of it (pkg/kubelet/eviction
/// eviction_manager.go localStorageEviction).
extension Cluster {
  /// Bytes that a container has written: while it runs, what it requests stands for its writable
  /// layer, its volumes and its log, and the log itself where that is more.
  func filesHeld(byContainer index: Int) -> Int64 {
    let requested =
      containers[index].phase == .running
      ? spec(ofContainer: index).requests.ephemeralStorage : 0
    return max(requested, logHeld(byContainer: index))
  }

  /// A container's log on its standard output.
  private func logHeld(byContainer index: Int) -> Int64 {
    let pod = containers[index].pod
    guard isMainContainer(index),
      workloads[Int(pods[pod].softwareOwner)].logVolume == nil
    else { return 0 }
    return logBytes(of: pod)
  }

  /// Bytes that a pod has written: its containers, and the volume with its log.
  package func filesHeld(by pod: PodHandle) -> Int64 {
    let owner = Int(pods[pod].softwareOwner)
    let isFile = workloads[owner].logVolume != nil && !workloads[owner].logsToMemory
    return containerRange(of: pod).reduce(isFile ? logBytes(of: pod) : 0) {
      $0 + filesHeld(byContainer: $1)
    }
  }

  /// A pod wrote: its kubelet's next look follows if that was too much.
  mutating func watchStorage(of pod: PodHandle, in simulation: inout Simulation) {
    let node = Int(pods[pod].node)
    guard evictions[node].passAt == .infinity, tendsPods(node), storageProblem(of: pod) != nil
    else { return }
    armEvictionPass(of: node, in: &simulation)
  }

  /// Evicts the pods of a node that wrote more than they may; whether there were any.
  mutating func evictOverLimits(of node: Int, in simulation: inout Simulation) -> Bool {
    var isAny = false
    for pod in nodePods[node] where isEvictable(pod) {
      guard let problem = storageProblem(of: pod) else { continue }
      record(pod, "Evicted", problem.message, isWarning: true, in: simulation)
      countEviction(for: problem.signal, on: node)
      stopEvicted(pod, grace: Timings.hardEviction, in: &simulation)
      isAny = true
    }
    return isAny
  }

  /// Which limit a pod exceeds: that of a volume, of its containers together, or of one of them.
  ///
  /// The signals are those of the kubelet's metric (eviction_manager.go signalEmptyDirFsLimit and
  /// its like).
  private func storageProblem(of pod: PodHandle) -> (signal: String, message: String)? {
    let template = templates[Int(pods[pod].template)]
    guard template.limitsStorage else { return nil }
    let volume = workloads[Int(pods[pod].softwareOwner)].logVolume
    for scratch in template.spec.scratchVolumes where scratch.name == volume && !scratch.isInMemory
    {
      guard let limit = scratch.sizeLimit, logBytes(of: pod) > limit else { continue }
      return (
        "emptydirfs.limit",
        "Usage of EmptyDir volume \"\(scratch.name)\" exceeds the limit "
          + "\"\(FigureText.size(limit))\". "
      )
    }
    let limits = template.running.compactMap(\.ephemeralLimit)
    let sum = limits.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
    if !limits.isEmpty, filesHeld(by: pod) > sum {
      return (
        "ephemeralpodfs.limit",
        "Pod ephemeral local storage usage exceeds the total limit of containers "
          + "\(FigureText.size(sum)). "
      )
    }
    for index in containerRange(of: pod) {
      let container = spec(ofContainer: index)
      guard let limit = container.ephemeralLimit, filesHeld(byContainer: index) > limit else {
        continue
      }
      return (
        "ephemeralcontainerfs.limit",
        "Container \(container.name) exceeded its local ephemeral storage limit "
          + "\"\(FigureText.size(limit))\". "
      )
    }
    return nil
  }
}
