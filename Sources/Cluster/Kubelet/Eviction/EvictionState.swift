import SimulationKernel

/// The eviction manager of one node.
struct EvictionState: BitwiseCopyable {
  var memory = EvictionPressure()
  var disk = EvictionPressure()
  /// When the next pass is due; `infinity` while nothing is short.
  var passAt = SimTime.infinity
  /// When the kubelet looks next for images to delete; `infinity` while the disk has room.
  var collectsImagesAt = SimTime.infinity
  /// Until when the manager waits for the pod that it evicted last.
  var waitsUntil = SimTime.zero
  var victim = PodHandle.none

  subscript(signal: EvictionSignal) -> EvictionPressure {
    get { signal == .memory ? memory : disk }
    set { if signal == .memory { memory = newValue } else { disk = newValue } }
  }
}
