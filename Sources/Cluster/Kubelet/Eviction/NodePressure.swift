/// A condition that a node has while it is short of something (core/v1 NodeConditionType).
enum NodePressure: Int, CaseIterable {
  case memory
  case disk

  /// The condition's name.
  var name: String { self == .memory ? "MemoryPressure" : "DiskPressure" }

  /// The taint that a node with the condition carries.
  var taint: String {
    self == .memory ? "node.kubernetes.io/memory-pressure" : "node.kubernetes.io/disk-pressure"
  }

  /// The kubelet's word for its beginning or its end (pkg/kubelet/nodestatus setters.go).
  func reason(isShown: Bool) -> String {
    switch (self, isShown) {
    case (.memory, true): "NodeHasInsufficientMemory"
    case (.memory, false): "NodeHasSufficientMemory"
    case (.disk, true): "NodeHasDiskPressure"
    case (.disk, false): "NodeHasNoDiskPressure"
    }
  }
}
