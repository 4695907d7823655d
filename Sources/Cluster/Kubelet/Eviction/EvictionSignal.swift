/// What a node can be short of, in the order in which pods go for it
/// (pkg/kubelet/eviction/helpers.go byEvictionPriority: memory first, the others in any order).
///
/// The file systems of pods and of images are one, whose two thresholds differ.
enum EvictionSignal: Int, CaseIterable {
  case memory
  /// allocatableMemory.available: what the cgroup of all pods leaves them.
  case podMemory
  case imageDisk
  case nodeDisk
  case imageInodes
  case nodeInodes
  case processes

  /// Its name in KubeletConfiguration and in metrics (api/types.go Signal).
  var name: String {
    switch self {
    case .memory: "memory.available"
    case .podMemory: "allocatableMemory.available"
    case .imageDisk: "imagefs.available"
    case .nodeDisk: "nodefs.available"
    case .imageInodes: "imagefs.inodesFree"
    case .nodeInodes: "nodefs.inodesFree"
    case .processes: "pid.available"
    }
  }

  /// The resource's name in events.
  var resource: String {
    switch self {
    case .memory, .podMemory: "memory"
    case .imageDisk, .nodeDisk: "ephemeral-storage"
    case .imageInodes, .nodeInodes: "inodes"
    case .processes: "pids"
    }
  }

  /// The condition that a shortage brings (signalToNodeCondition).
  var pressure: NodePressure {
    switch self {
    case .memory, .podMemory: .memory
    case .imageDisk, .nodeDisk, .imageInodes, .nodeInodes: .disk
    case .processes: .processes
    }
  }
}
