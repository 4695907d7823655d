import Cluster
import Manifests
import SimulationKernel
import Testing

/// A ReplicaSet that somebody wrote by hand, `hand`, and a Deployment that selects it, `web`.
enum HandSet {
  static func object(
    _ kind: String, _ name: String, replicas: Int = 2, image: String = "a:1", app: String = "web",
    labels: String? = nil, mark: String = "", container: String = "", finalizer: String? = nil
  ) -> String {
    let finalizers = finalizer.map { "finalizers: [\($0)], " } ?? ""
    return """
      apiVersion: apps/v1
      kind: \(kind)
      metadata: {name: \(name), namespace: shop, \(finalizers)labels: {app: \(labels ?? app)}}
      spec:
        replicas: \(replicas)
        selector: {matchLabels: {app: \(app)}}
        template:
          metadata: {labels: {app: \(app)\(mark)}}
          spec: {containers: [{name: a, image: "\(image)"\(container)}]}
      ---

      """
  }

  /// The world of a written ReplicaSet with a Deployment of three that comes later, after some
  /// time.
  static func adopted(
    image: String = "a:1", mark: String = "", container: String = "", others: String = "",
    finalizer: String? = nil, until end: Double, in simulation: inout Simulation
  ) throws -> ClusterWorld {
    let hand = object(
      "ReplicaSet", "hand", image: image, mark: mark, container: container, finalizer: finalizer)
    let set = hand + others
    var world = try ClusterWorld.started(set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    try world.apply(
      object("Deployment", "web", replicas: 3, container: container), to: set, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: end))
    return world
  }

  static func deployment(_ world: borrowing ClusterWorld) throws -> WorkloadState {
    try #require(world.cluster.workloads.first { $0.kind == .deployment })
  }

  static func names(_ world: borrowing ClusterWorld, _ pods: [PodHandle]) -> [String] {
    pods.map { world.cluster.name(of: $0) }
  }
}
