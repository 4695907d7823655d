import SimulationKernel

/// A condition of a node.
struct EvictionPressure: BitwiseCopyable {
  /// When a threshold was met last.
  var lastMet = SimTime.zero
  /// Whether the node shows the condition.
  var isShown = false
}
