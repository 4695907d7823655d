import Metrics
import SimulationKernel

extension FailoverRow {
  /// The fault that most likely caused the loss: the latest one that hit the old primary's pod, else
  /// the latest that was there when the primary was lost.
  ///
  /// A fault that is over at once (a killed pod) is there for as long as its pods were hit.
  func cause(among faults: [FaultRow]) -> FaultRow? {
    let earlier = faults.filter { $0.injectedAt <= lostAt }
    let hit = earlier.last { fault in
      fault.targets.contains { $0.kind == "Pod" && $0.name == oldPrimary }
    }
    return hit ?? earlier.last { $0.repairedAt.map { lostAt <= $0 } ?? false }
  }
}
