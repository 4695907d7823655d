/// What a node can be short of.
enum EvictionSignal: Int, CaseIterable {
  case memory
  case disk

  /// The resource's name in events.
  var resource: String { self == .memory ? "memory" : "ephemeral-storage" }
  /// The taint that a node with the condition carries.
  var taint: String {
    self == .memory ? "node.kubernetes.io/memory-pressure" : "node.kubernetes.io/disk-pressure"
  }
}
