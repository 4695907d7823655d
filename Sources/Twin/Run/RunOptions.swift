package import SimulationKernel

/// The options of one run, besides its platform.
package struct RunOptions: Sendable {
  /// The seed from which every stream derives.
  package var seed: UInt64
  /// Multiplies every rate.
  package var loadScale: Double
  /// Where to stop before the scenario's own end; nil runs it whole.
  package var until: SimDuration?
  /// Whether conservation laws are checked every simulated second.
  package var isParanoid: Bool

  /// Makes options.
  package init(
    seed: UInt64, loadScale: Double = 1, until: SimDuration? = nil, isParanoid: Bool = false
  ) {
    self.seed = seed
    self.loadScale = loadScale
    self.until = until
    self.isParanoid = isParanoid
  }
}
