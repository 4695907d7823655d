/// The faults that a scenario can ask for: one line a fault.
enum FaultCatalog {
  static let faults: [any (FaultAction & SpecObject).Type] = [
    NodeCrash.self,
    PodKill.self,
    ZoneLoss.self,
    PowerLoss.self,
    DiskFill.self,
    NetworkPartition.self,
    DiskFull.self,
    DiskSlow.self,
    DiskStall.self,
    DiskLost.self,
    RegionLoss.self,
    DataDeletion.self,
    DataCorruption.self,
    ProcessKill.self,
    ProcessFreeze.self,
    ProcessLeak.self,
    KubeletStop.self,
    ContainerRuntimeStop.self,
    QueueCrash.self,
  ]

  /// The fields of a fault's entry of which one is present.
  static var choices: [SpecChoice<any FaultAction>] { faults.map { choice(of: $0) } }

  private static func choice<Fault: FaultAction & SpecObject>(
    of fault: Fault.Type
  ) -> SpecChoice<any FaultAction> {
    SpecChoice(Fault.kind, .object(fault), Fault.summary) { action, _ in action }
  }
}
