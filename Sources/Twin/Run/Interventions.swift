import Manifests
import Metrics
import SimulationKernel

/// What a scenario does to the platform, in time order: faults and their repairs.
struct Interventions {
  private enum Step {
    case inject(Int)
    case repair(Int)
  }

  private let faults: [FaultSpec]
  private var steps: [(time: SimTime, step: Step)] = []
  private var rows: [FaultRow] = []
  private var fresh: [Int] = []

  init(_ scenario: Scenario) {
    faults = scenario.faults
    for (index, fault) in faults.enumerated() {
      steps.append((SimTime.zero + fault.at, .inject(index)))
      if let duration = fault.duration {
        steps.append((SimTime.zero + fault.at + duration, .repair(index)))
      }
    }
    steps.sort { $0.time < $1.time }
  }

  /// When the next step is due.
  var nextTime: SimTime? { steps.first?.time }

  /// Applies the steps due at a time.
  mutating func applyDue(at time: SimTime, to world: inout World, in simulation: inout Simulation) {
    while let next = steps.first, next.time <= time {
      steps.removeFirst()
      switch next.step {
      case .inject(let index): world.inject(faults[index], in: &simulation)
      case .repair(let index): world.repair(faults[index], in: &simulation)
      }
    }
  }

  /// The faults injected or repaired since the last call.
  mutating func takeRows() -> [FaultRow] {
    defer { fresh.removeAll() }
    return fresh.map { rows[$0] }
  }
}
