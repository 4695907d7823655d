import Metrics
import SimulationKernel

extension FailoverRow {
  /// The fault that most likely caused the loss: the latest one that hit the old primary's pod,
  /// else the latest one that was active when the primary was lost.
  func cause(among faults: [FaultRow]) -> FaultRow? {
    let hit = faults.last { fault in
      fault.injectedAt <= lostAt
        && fault.targets.contains { $0.kind == "Pod" && $0.name == oldPrimary }
    }
    return hit ?? faults.active(at: lostAt)
  }
}

extension [FaultRow] {
  /// How long after a fault without a repair a loss still counts as its effect: the longest of the
  /// systems' own timeouts.
  private static var reach: SimDuration { .minutes(1) }

  /// The latest fault that was active at a time, or had happened shortly before.
  func active(at time: SimTime) -> FaultRow? {
    last { fault in
      fault.injectedAt <= time
        && (fault.repairedAt.map { time <= $0 } ?? (time - fault.injectedAt <= Self.reach))
    }
  }
}
