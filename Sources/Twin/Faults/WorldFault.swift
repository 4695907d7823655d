import Manifests
import Metrics
import SimulationKernel

/// A fault that breaks the state of several rooms, or of one that no fault of the cluster reaches.
protocol WorldFault: FaultAction {
  /// What it would hit now, as it is recorded.
  func targets(in world: borrowing World, random: EntityRandom) -> [FaultTargetRow]

  /// Breaks what it hits, and returns what mends it.
  func inject(
    into world: inout World, random: EntityRandom, in simulation: inout Simulation
  ) -> any WorldRepair
}

/// What is needed to undo a fault.
protocol WorldRepair: Sendable {
  /// Mends what the fault broke.
  func repair(_ world: inout World, in simulation: inout Simulation)
}
