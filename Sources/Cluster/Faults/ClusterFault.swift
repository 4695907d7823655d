package import Manifests
package import Metrics
package import SimulationKernel

/// A fault that breaks state of the room `Cluster`: what it hits and what it does there.
package protocol ClusterFault: FaultAction {
  /// What it would hit now; `random` chooses among the candidates where the target's mode asks for
  /// fewer than all.
  func targets(in cluster: borrowing Cluster, random: EntityRandom) -> [ClusterFaultTarget]

  /// Breaks its targets, and returns what mends them.
  func inject(
    into cluster: inout Cluster, hitting targets: [ClusterFaultTarget],
    in simulation: inout Simulation
  ) -> any ClusterRepair
}

/// A thing that a fault of the cluster hits.
package enum ClusterFaultTarget: Hashable, Sendable {
  /// A machine, by index, with the pods on it.
  case node(Int)
  /// A pod.
  case pod(PodHandle)

  /// The machine's index.
  package var node: Int? { if case .node(let index) = self { index } else { nil } }
  /// The pod.
  package var pod: PodHandle? { if case .pod(let pod) = self { pod } else { nil } }
}

/// What a fault left broken.
package protocol ClusterRepair: Sendable {
  /// Mends it.
  func repair(_ cluster: inout Cluster, in simulation: inout Simulation)
}

/// The repair of a fault that leaves nothing to undo: the controllers repair its effect by
/// themselves.
struct SelfRepair: ClusterRepair {
  func repair(_ cluster: inout Cluster, in simulation: inout Simulation) {}
}

extension Cluster: Breakable {
  /// What a fault would hit if it were injected now: machines with the pods on them, or pods.
  package func targets(of fault: any ClusterFault, random: EntityRandom) -> [FaultTargetRow] {
    rows(of: fault.targets(in: self, random: random))
  }

  /// Resolves a fault's targets and breaks them.
  package mutating func inject(
    _ fault: any ClusterFault, random: EntityRandom, in simulation: inout Simulation
  ) -> (targets: [FaultTargetRow], repair: any ClusterRepair) {
    let targets = fault.targets(in: self, random: random)
    let hit = rows(of: targets)
    return (hit, fault.inject(into: &self, hitting: targets, in: &simulation))
  }

  /// Undoes what can be undone.
  package mutating func repair(_ repair: any ClusterRepair, in simulation: inout Simulation) {
    repair.repair(&self, in: &simulation)
  }

  /// Targets as they are recorded: a machine with the pods that have not ended on it.
  package func rows(of targets: [ClusterFaultTarget]) -> [FaultTargetRow] {
    targets.flatMap { target in
      switch target {
      case .node(let node):
        [FaultTargetRow(kind: "Node", name: nodeSpecs[node].name)]
          + workloads.flatMap { owner in
            owner.pods.filter { pods[$0].node == Int32(node) && pods[$0].stage != .ended }
              .map { row(of: $0) }
          }
      case .pod(let pod): [row(of: pod)]
      }
    }
  }

  private func row(of pod: PodHandle) -> FaultTargetRow {
    FaultTargetRow(kind: "Pod", name: "\(namespace(of: pod))/\(name(of: pod))", uid: uid(of: pod))
  }
}
