package import SimulationKernel

/// Settings of a node's kubelet.
package struct KubeletSpec: Sendable {
  /// When memory or disk count as short.
  package var eviction = EvictionThresholds()
  /// Longest wait between restarts of a crashing container
  /// (`crashLoopBackOff.maxContainerRestartPeriod`); nil for the version's.
  package var maxRestartWait: SimDuration?

  /// Makes upstream's defaults.
  package init() {}
}
