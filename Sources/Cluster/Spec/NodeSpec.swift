package import Manifests

/// A node of a cluster.
package struct NodeSpec: Sendable {
  /// How many volumes of a driver it can attach (storage/v1 CSINode).
  package struct VolumeLimit: Hashable, Sendable {
    /// Name of the driver; `*` for each driver.
    package var driver: String
    /// Number of volumes.
    package var count: Int

    /// Makes a limit.
    package init(driver: String, count: Int) {
      self.driver = driver
      self.count = count
    }
  }

  /// Name.
  package var name: String
  /// Name of its pool; empty for a node given as an object.
  package var pool: String
  /// Labels, the zone's and the host name's included.
  package var labels: StringMap
  /// Taints it has from the start.
  package var taints: [NodeTaint]
  /// What the machine has.
  package var capacity: PodResources
  /// What pods may request.
  package var allocatable: PodResources
  /// Greatest number of pods.
  package var podLimit: Int64 = 110
  /// Image download rate in bytes per second.
  package var imageBandwidth: Int64 = 200 * 1024 * 1024
  /// Line rate of its network interface in bits per second.
  package var lineRate: Int64 = 10 << 30
  /// Size of the local disk in bytes.
  package var localDisk: Int64 = 0
  /// Volumes that it can attach; drivers that are not named have no limit.
  package var volumeLimits: [VolumeLimit] = []
  /// `kernel.pid_max` of its machine.
  package var pidMax: Int64 = 1 << 22
  /// Settings of its kubelet.
  package var kubelet = KubeletSpec()
  /// Whether it is cordoned from the start.
  package var isCordoned = false
  /// Whether it is there only once its pool has grown.
  package var isDormant = false
  /// Whether the cluster autoscaler never takes it away (annotation
  /// cluster-autoscaler.kubernetes.io/scale-down-disabled).
  package var keepsFromScaleDown = false

  /// Processes and threads that its machine can have: `kernel.pid_max` or `kernel.threads-max`, by
  /// which an eighth of the memory may be stacks of 16 KiB (kernel/fork.c set_max_threads), as the
  /// kubelet takes it (pkg/kubelet/stats/pidlimit).
  package var processIDs: Int64 {
    capacity.memory > 0 ? min(pidMax, max(20, capacity.memory / (8 * 16_384))) : pidMax
  }

  /// What all its pods together may hold of memory, in bytes.
  ///
  /// The kubelet's cgroup for pods has all but what is reserved for the system and the kubelet;
  /// what a node keeps from pods is that and the hard threshold of eviction (enforceNodeAllocatable
  /// [pods]; pkg/kubelet/cm/node_container_manager_linux.go getNodeAllocatableInternalAbsolute).
  package var podMemory: Int64 {
    min(capacity.memory, allocatable.memory + hardMemory)
  }

  /// Free memory below which its kubelet evicts at once, in bytes.
  var hardMemory: Int64 {
    kubelet.eviction.least(of: .memory, isHard: true, whole: capacity.memory) ?? 0
  }

  /// Makes a node whose allocatable is its capacity.
  package init(
    name: String, pool: String = "", labels: StringMap = StringMap(), taints: [NodeTaint] = [],
    capacity: PodResources
  ) {
    self.name = name
    self.pool = pool
    self.labels = labels
    self.taints = taints
    self.capacity = capacity
    allocatable = capacity
    // The labels that every kubelet sets, the deprecated ones included
    // (kubernetes pkg/kubelet/kubelet_node_status.go).
    for (key, value) in [
      ("kubernetes.io/hostname", name), ("kubernetes.io/os", "linux"),
      ("kubernetes.io/arch", "amd64"), ("beta.kubernetes.io/os", "linux"),
      ("beta.kubernetes.io/arch", "amd64"),
    ] where self.labels[key] == nil {
      self.labels[key] = value
    }
  }
}
