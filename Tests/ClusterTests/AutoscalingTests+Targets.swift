import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

/// Targets that are not there, and targets whose pods give no number.
extension AutoscalingTests {
  /// A kind with what the API server calls its scale before 1.33 and from then on.
  struct Scale {
    let version: String
    let kind: String
    let before: String
    let after: String
  }

  /// The storages' ScaleREST Get, which pull request 129858 made alike.
  @Test(
    "A target that is not there is called as its scale's storage calls it",
    arguments: [
      Scale(
        version: "apps/v1", kind: "Deployment", before: "deployments/scale.apps",
        after: "deployments.apps"),
      Scale(
        version: "apps/v1", kind: "ReplicaSet", before: "replicasets/scale.apps",
        after: "replicasets.apps"),
      Scale(
        version: "apps/v1", kind: "StatefulSet", before: "statefulsets.apps",
        after: "statefulsets.apps"),
      Scale(
        version: "v1", kind: "ReplicationController",
        before: "replicationcontrollers/scale.autoscaling", after: "replicationcontrollers"),
      Scale(
        version: "argoproj.io/v1alpha1", kind: "Rollout", before: "rollouts.argoproj.io",
        after: "rollouts.argoproj.io"),
    ])
  func missingTarget(scale: Scale) throws {
    let manifest = Self.autoscaler().replacing(
      "apiVersion: apps/v1, kind: Deployment, name: web",
      with: "apiVersion: \(scale.version), kind: \(scale.kind), name: gone")
    for (minor, resource) in [(32, scale.before), (33, scale.after)] {
      var simulation = Simulation(seed: 1)
      var world = ClusterWorld(
        cluster: Cluster(try ClusterSpec.of(manifest, minor: minor), seed: 1))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 16))
      let event = try #require(
        world.cluster.drainEvents().first { $0.reason == "FailedGetScale" })
      #expect(event.message == "\(resource) \"gone\" not found", "1.\(minor)")
    }
  }

  /// replica_calculator.go calculateRequests, metrics/client.go getContainerMetrics: the samples of
  /// pods that have run for long do not help there.
  @Test("What pods lack for a metric is told by the first sync of a running platform")
  func missingRequest() throws {
    let deployment = ObjectDocument.deployment(
      replicas: 2, pod: "containers: [{name: main, image: \"web:1\"}]")
    let side = Self.autoscaler()
      .replacing("type: Resource", with: "type: ContainerResource")
      .replacing("resource: {name: cpu,", with: "containerResource: {name: cpu, container: side,")
    for (autoscaler, reason, problem) in [
      (
        Self.autoscaler(), "FailedGetResourceMetric",
        "failed to get cpu utilization: missing request for cpu in container main of Pod "
      ),
      (
        side, "FailedGetContainerResourceMetric",
        "failed to get container metrics: container side not present in metrics for pod shop/"
      ),
    ] {
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(deployment + "---\n" + autoscaler, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 16))
      let active = world.cluster.drainConditionChanges().filter { $0.condition == "ScalingActive" }
      #expect(active.map(\.reason) == [reason])
      let event = try #require(world.cluster.drainEvents().first { $0.reason == reason })
      let names = world.cluster.workloads[0].pods.map { world.cluster.name(of: $0) }
      #expect(names.contains { event.message.hasSuffix(problem + $0) }, "\(event.message)")
    }
  }
}
