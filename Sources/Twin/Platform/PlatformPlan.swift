import Cluster
package import Manifests
package import Metrics
import SimulationKernel
import Stores

/// A dry run: what is placed where, what the faults would hit and what was inferred.
package struct PlatformPlan: Sendable {
  /// A node with the pods that the scheduler puts there.
  package struct NodePlan: Sendable {
    /// The node's name.
    package let name: String
    /// Its zone; empty without one.
    package let zone: String
    /// Cores that the pods request, in thousandths.
    package let requestedMilliCPU: Int64
    /// Cores that the node can give, in thousandths.
    package let allocatableMilliCPU: Int64
    /// Memory that the pods request.
    package let requestedMemoryBytes: Int64
    /// Memory that the node can give.
    package let allocatableMemoryBytes: Int64
    /// The pods, `namespace/name`.
    package let pods: [String]
  }

  /// The nodes in their order.
  package let nodes: [NodePlan]
  /// Elastic pools: their machines at the start and their bounds.
  package let pools: [(name: String, count: Int, least: Int, greatest: Int)]
  /// Pods that no node can take.
  package let unplaced: [String]
  /// Workloads of which the API refuses pods, each with its words about the first.
  package let refused: [(workload: String, reason: String)]
  /// Storage claimed by all workloads, in bytes.
  package let claimedBytes: Int64
  /// What the pods were meant to request; nil where nobody said.
  package let intended: IntendedRequests?
  /// Each fault with what it would hit if it were injected at time zero.
  package let faults: [(name: String, kind: String, targets: [FaultTargetRow])]
  /// What follows from the settings of each data system for those who depend on it.
  package let stores: [(system: String, sentences: [String])]
  /// What was inferred, guessed or not modelled.
  package let notes: [RunNote]

  /// Places a platform's pods as a run would, and asks its faults for their targets.
  package init?(_ platform: Platform, diagnostics: DiagnosticCollector) {
    var simulation = Simulation(seed: platform.scenario.seed)
    let builder = WorldBuilder(
      platform: platform, seed: platform.scenario.seed, loadScale: platform.scenario.loadScale,
      diagnostics: diagnostics)
    guard var world = builder.build(in: &simulation) else { return nil }
    // Stores that run at time zero have elected their leaders and labelled their pods by then.
    simulation.run(&world, through: .zero)
    nodes = world.cluster.nodes.indices.filter { !world.cluster.nodes[$0].isDeleted }
      .map { Self.node($0, world) }
    pools = world.cluster.nodeAutoscaler.pools.indices.map { index in
      let spec = world.cluster.nodeAutoscaler.pools[index].spec
      return (spec.name, world.cluster.nodeAutoscaler.size(of: index), spec.least, spec.greatest)
    }
    unplaced = world.cluster.workloads.flatMap { workload in
      workload.pods.filter { world.cluster.pods[$0].node < 0 }
        .map { workload.namespace + "/" + world.cluster.name(of: $0) }
    }
    refused = world.cluster.workloads.compactMap { workload in
      workload.refusal.map { (workload.qualifiedName, $0) }
    }
    let ofReplicas = platform.cluster.workloads.reduce(Int64(0)) { sum, workload in
      let ofPod = workload.claimTemplates + workload.ephemeralClaims
      return sum + ofPod.reduce(0) { $0 + $1.bytes } * Int64(workload.replicas)
    }
    claimedBytes = platform.cluster.claims.reduce(ofReplicas) { $0 + $1.bytes }
    intended = platform.machines?.intended
    faults = platform.scenario.faults.map { fault in
      let random = EntityRandom(seed: platform.scenario.seed, stream: "fault/\(fault.name)")
      return (fault.name, fault.action.kind, world.targets(of: fault, random: random))
    }
    stores = world.stores.facts
    notes = platform.notes(and: world.cluster)
  }

  private static func node(_ index: Int, _ world: borrowing World) -> NodePlan {
    let spec = world.cluster.nodeSpecs[index]
    var requests = PodResources()
    var names: [String] = []
    for workload in world.cluster.workloads {
      for pod in workload.pods where Int(world.cluster.pods[pod].node) == index {
        requests += workload.spec.template.requests
        names.append(workload.namespace + "/" + world.cluster.name(of: pod))
      }
    }
    let zone = Int(world.cluster.nodes[index].zone)
    return NodePlan(
      name: spec.name, zone: zone >= 0 ? world.cluster.zoneNames[zone] : "",
      requestedMilliCPU: requests.cpuMilli, allocatableMilliCPU: spec.allocatable.cpuMilli,
      requestedMemoryBytes: requests.memory, allocatableMemoryBytes: spec.allocatable.memory,
      pods: names)
  }
}
