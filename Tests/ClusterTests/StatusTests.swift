import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

/// What `kubectl describe` shows of controllers: their conditions, events and numbers.
@Suite("The status of controllers")
struct StatusTests {
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
    let world = try ClusterWorld.started(scaled(replicas), in: &simulation)
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
    var world = try ClusterWorld.started(text, in: &simulation)
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
    var world = try ClusterWorld.started(
      scaled("replicas: 2\n  strategy: {type: Recreate}"), in: &simulation)
    for pod in world.cluster.workloads[0].pods { world.cluster.deletePod(pod, in: &simulation) }
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(!world.cluster.drainEvents().contains { $0.reason.hasPrefix("MinimumReplicas") })
    let changes = world.cluster.drainConditionChanges().filter { $0.condition == "Available" }
    #expect(changes.first?.status == .false)
    #expect(changes.first?.reason == "MinimumReplicasUnavailable")
    #expect(changes.allSatisfy { $0.kind == "Deployment" && $0.name == "web" })
  }

  @Test("A StatefulSet tells of each claim before the pod that it is for, once")
  func claims() throws {
    let text = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata: {name: db}
      spec:
        serviceName: db
        replicas: 1
        selector: {matchLabels: {app: db}}
        template: {metadata: {labels: {app: db}}, spec: {containers: [{name: c, image: "c:1"}]}}
        volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    for pod in world.cluster.workloads[0].pods where world.cluster.pods[pod].ordinal == 1 {
      world.cluster.deletePod(pod, in: &simulation)
    }
    simulation.run(&world, through: SimTime(seconds: 120))
    let made = world.cluster.drainEvents().filter { $0.message.hasPrefix("create ") }
    #expect(
      made.map(\.message) == [
        "create Claim data-db-1 Pod db-1 in StatefulSet db success",
        "create Pod db-1 in StatefulSet db successful",
        "create Pod db-1 in StatefulSet db successful",
      ])
  }
}
