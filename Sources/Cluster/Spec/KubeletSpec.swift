package import Manifests
package import SimulationKernel

/// Settings of a node's kubelet.
package struct KubeletSpec: Sendable {
  /// When memory, disk or process IDs count as short.
  package var eviction = EvictionThresholds()
  /// Longest wait between restarts of a crashing container
  /// (`crashLoopBackOff.maxContainerRestartPeriod`); nil for the version's.
  package var maxRestartWait: SimDuration?
  /// Bytes at which a log is put aside (containerLogMaxSize).
  package var logFileBytes: Int64 = 10 << 20
  /// Files of a container's log that are kept, with the one that is written (containerLogMaxFiles).
  package var logFiles = 5
  /// Most processes and threads of a pod (podPidsLimit); nil for no limit but the node's.
  package var podProcesses: Int64?
  /// Process IDs that all pods together leave to the kubelet and the system (kubeReserved and
  /// systemReserved, `pid`).
  package var reservedProcesses: Int64 = 0
  /// Kernel parameters that pods may set beside the safe ones (allowedUnsafeSysctls).
  package var kernelParameters: [String] = []
  /// How images are pulled.
  package var imagePulls = ImagePullSettings()
  /// When images that nobody uses are deleted.
  package var imageCollection = ImageCollectionSettings()
  /// How long its machine's shutdown waits for its pods.
  package var shutdown = ShutdownSettings()

  /// Makes upstream's defaults.
  package init() {}
}
