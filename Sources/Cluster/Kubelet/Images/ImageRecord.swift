import SimulationKernel

/// An image on a node, as its kubelet remembers it.
struct ImageRecord: BitwiseCopyable {
  let image: Int32
  /// Since when it has been there.
  let since: SimTime
  /// When a pod used it last, where none does now.
  var usedAt: SimTime
}
