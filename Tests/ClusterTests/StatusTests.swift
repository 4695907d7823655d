import Cluster
import Manifests
import SimulationKernel
import Testing

/// What `kubectl describe` shows of controllers: their conditions, events and numbers.
@Suite("The status of controllers")
struct StatusTests {
  private func cluster(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    let diagnostics = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: diagnostics)
    let set = ManifestSet.decode(
      loader.documents(of: Array(text.utf8), path: "test.yaml"), diagnostics)
    try #require(!diagnostics.hasErrors, "\(diagnostics.diagnostics.items.map(\.message))")
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(ClusterSpec(manifests: set, cluster: nil), seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  private func scaled(_ replicas: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      \(replicas)
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "web:1", resources: {requests: {cpu: 100m}}}]}
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 4
    """
  }

  @Test(
    "A cluster that runs has what its autoscalers' bounds allow",
    arguments: [
      ("minReadySeconds: 0", 2), ("replicas: 3", 3), ("replicas: 9", 4), ("replicas: 0", 0),
    ])
  func bounds(replicas: String, pods: Int) throws {
    var simulation = Simulation(seed: 1)
    let world = try cluster(scaled(replicas), &simulation)
    #expect(world.cluster.workloads[0].readyCount == pods)
    #expect(world.cluster.workloads[0].replicas == pods)
  }

  @Test("A Job begins at once when its CronJob makes it, and is seen when it is complete")
  func cronJob() throws {
    let text = """
      apiVersion: batch/v1
      kind: CronJob
      metadata: {name: tidy}
      spec:
        schedule: "* * * * *"
        jobTemplate:
          spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: "c:1"}]}}}
      """
    var simulation = Simulation(seed: 1)
    var world = try cluster(text, &simulation)
    simulation.run(&world, through: SimTime(seconds: 118))
    let events = world.cluster.drainEvents()
    let made = try #require(events.first { $0.message.hasPrefix("Created pod") })
    // The controller looks 100 ms after the time; the rest is what its watch takes.
    #expect(made.time < SimTime(seconds: 60) + .milliseconds(500))
    let seen = events.filter { $0.reason == "SawCompletedJob" }
    #expect(seen.map(\.message) == ["Saw completed job: tidy-29453761, condition: Complete"])
    #expect(seen.allSatisfy { $0.kind == "CronJob" })
  }

  @Test("Whether a Deployment is available is a condition and no event")
  func conditions() throws {
    var simulation = Simulation(seed: 1)
    var world = try cluster(scaled("replicas: 2\n  strategy: {type: Recreate}"), &simulation)
    for pod in world.cluster.workloads[0].pods { world.cluster.deletePod(pod, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(!world.cluster.drainEvents().contains { $0.reason.hasPrefix("MinimumReplicas") })
    let changes = world.cluster.drainConditionChanges().filter { $0.condition == "Available" }
    #expect(changes.first?.isTrue == false)
    #expect(changes.first?.reason == "MinimumReplicasUnavailable")
    #expect(changes.allSatisfy { $0.kind == "Deployment" && $0.name == "web" })
  }
}
