import Cluster
import SimulationKernel
import Testing

/// Claims that are made for one pod and deleted with it (pkg/controller/volume/ephemeral).
@Suite("Generic ephemeral volumes")
struct EphemeralVolumeTests {
  private static let text = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          terminationGracePeriodSeconds: 5
          containers: [{name: web, image: "example/web:1", resources: {requests: {cpu: 100m}}}]
          volumes:
            - name: scratch
              ephemeral:
                volumeClaimTemplate:
                  spec:
                    accessModes: [ReadWriteOnce]
                    storageClassName: fast
                    resources: {requests: {storage: 1Gi}}
    ---
    apiVersion: storage.k8s.io/v1
    kind: StorageClass
    metadata: {name: fast}
    provisioner: disks.example
    volumeBindingMode: WaitForFirstConsumer
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: one, namespace: shop}
    spec: {hard: {persistentvolumeclaims: 1}}
    """

  @Test("A pod's claim is named after it, and the next pod's waits until it is deleted")
  func ofOnePod() throws {
    var spec = try ClusterSpec.of(Self.text)
    spec.start = .cold
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let first = world.cluster.workloads[0].pods[0]
    #expect(world.cluster.pods[first].isReady)
    let claim = world.cluster.name(of: first) + "-scratch"
    #expect(world.cluster.firstClaim(of: first) == claim)
    let made = world.cluster.drainEvents()
    #expect(made.contains { $0.reason == "ProvisioningSucceeded" && $0.name == claim })
    world.cluster.deletePod(first, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 600))
    let second = try #require(world.cluster.workloads[0].pods.first)
    let next = world.cluster.name(of: second) + "-scratch"
    #expect(next != claim && world.cluster.pods[second].isReady)
    let events = world.cluster.drainEvents()
    let waiting = "waiting for ephemeral volume controller to create the persistentvolumeclaim "
    #expect(
      events.contains {
        $0.reason == "FailedScheduling" && $0.message.contains(waiting + "\"\(next)\"")
      })
    #expect(events.contains { $0.reason == "ProvisioningSucceeded" && $0.name == next })
  }
}
