/// A condition that a node has while it is short of something (core/v1 NodeConditionType).
enum NodePressure: Int, CaseIterable {
  case memory
  case disk
  case processes

  /// The condition's name.
  var name: String {
    switch self {
    case .memory: "MemoryPressure"
    case .disk: "DiskPressure"
    case .processes: "PIDPressure"
    }
  }

  /// The taint that a node with the condition carries.
  var taint: String {
    switch self {
    case .memory: "node.kubernetes.io/memory-pressure"
    case .disk: "node.kubernetes.io/disk-pressure"
    case .processes: "node.kubernetes.io/pid-pressure"
    }
  }

  /// The kubelet's word for its beginning or its end (pkg/kubelet/nodestatus setters.go).
  func reason(isShown: Bool) -> String {
    switch (self, isShown) {
    case (.memory, true): "NodeHasInsufficientMemory"
    case (.memory, false): "NodeHasSufficientMemory"
    case (.disk, true): "NodeHasDiskPressure"
    case (.disk, false): "NodeHasNoDiskPressure"
    case (.processes, true): "NodeHasInsufficientPID"
    case (.processes, false): "NodeHasSufficientPID"
    }
  }
}
