/// What a node can be short of, in the order in which pods go for it
/// (pkg/kubelet/eviction/helpers.go byEvictionPriority).
enum EvictionSignal: Int, CaseIterable {
  case memory
  /// allocatableMemory.available: what the cgroup of all pods leaves them.
  case podMemory
  case disk
  case inodes
  case processes

  /// The resource's name in events.
  var resource: String {
    switch self {
    case .memory, .podMemory: "memory"
    case .disk: "ephemeral-storage"
    case .inodes: "inodes"
    case .processes: "pids"
    }
  }

  /// The condition that a shortage brings (signalToNodeCondition).
  var pressure: NodePressure {
    switch self {
    case .memory, .podMemory: .memory
    case .disk, .inodes: .disk
    case .processes: .processes
    }
  }
}
