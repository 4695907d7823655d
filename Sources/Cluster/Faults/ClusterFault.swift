package import Manifests
package import SimulationKernel

/// The faults of the cluster: the catalog from a scenario's action to the fault.
package enum ClusterFault: Sendable {
  case nodeCrash(NodeCrash)
  case podKill(PodKill)
  case zoneLoss(ZoneLoss)

  /// Finds the fault of an action; nil if another room owns what it breaks.
  package init?(_ action: FaultAction) {
    switch action {
    case .nodeCrash(let target): self = .nodeCrash(NodeCrash(target))
    case .podKill(let target, let grace): self = .podKill(PodKill(target, gracePeriod: grace))
    case .zoneLoss(let zone, _): self = .zoneLoss(ZoneLoss(zone: zone))
    case .networkPartition: return nil
    }
  }
}

/// A thing that a fault hit, as it is recorded.
package struct ClusterFaultTarget: Hashable, Sendable {
  /// `Node` or `Pod`.
  package let kind: String
  /// Name; of a pod `namespace/name`.
  package let name: String
  /// UID of a pod; empty for a node.
  package let uid: String
}

/// What a fault left broken.
package enum ClusterRepair: Sendable {
  /// Nodes without power, by index.
  case powerOn(nodes: [Int])
  /// What the controllers repair by themselves.
  case none
}

extension Cluster: Breakable {
  /// What a fault would hit if it were injected now: nodes with the pods on them, or pods.
  package func targets(
    of fault: ClusterFault, random: EntityRandom
  ) -> [ClusterFaultTarget] {
    switch fault {
    case .nodeCrash(let crash): record(ofNodes: crash.targets(in: self))
    case .zoneLoss(let loss): record(ofNodes: loss.targets(in: self))
    case .podKill(let kill): kill.targets(in: self, random: random).map { record(of: $0) }
    }
  }

  /// Resolves a fault's targets and breaks them.
  package mutating func inject(
    _ fault: ClusterFault, random: EntityRandom, in simulation: inout Simulation
  ) -> (targets: [ClusterFaultTarget], repair: ClusterRepair) {
    let hit = targets(of: fault, random: random)
    let repair: ClusterRepair =
      switch fault {
      case .nodeCrash(let crash):
        crash.inject(into: &self, targets: crash.targets(in: self), in: &simulation)
      case .zoneLoss(let loss):
        loss.inject(into: &self, targets: loss.targets(in: self), in: &simulation)
      case .podKill(let kill):
        kill.inject(
          into: &self, targets: kill.targets(in: self, random: random), in: &simulation)
      }
    return (hit, repair)
  }

  /// Undoes what can be undone.
  package mutating func repair(_ repair: ClusterRepair, in simulation: inout Simulation) {
    switch repair {
    case .powerOn(let nodes):
      for node in nodes { powerOn(node: node, in: &simulation) }
    case .none: break
    }
  }

  private func record(ofNodes nodes: [Int]) -> [ClusterFaultTarget] {
    nodes.flatMap { node in
      [ClusterFaultTarget(kind: "Node", name: nodeSpecs[node].name, uid: "")]
        + workloads.flatMap { owner in
          owner.pods.filter { pods[$0].node == Int32(node) }.map { record(of: $0) }
        }
    }
  }

  private func record(of pod: PodHandle) -> ClusterFaultTarget {
    ClusterFaultTarget(
      kind: "Pod", name: "\(namespace(of: pod))/\(name(of: pod))", uid: uid(of: pod))
  }
}
