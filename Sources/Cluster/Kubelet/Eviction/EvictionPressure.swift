import SimulationKernel

/// How short a node is of one thing.
struct EvictionPressure: BitwiseCopyable {
  /// Since when a threshold has been met without a break; `infinity` while none is.
  var since = SimTime.infinity
  /// When one was met last.
  var lastMet = SimTime.zero
  /// Whether the node shows the condition.
  var isShown = false
}
