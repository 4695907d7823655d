import Cluster
import Manifests
import SimulationKernel
import Testing

/// Claims that are made for one pod and deleted with it (pkg/controller/volume/ephemeral).
@Suite("Generic ephemeral volumes")
struct EphemeralVolumeTests {
  private static let text =
    ObjectDocument.deployment(
      pod: """
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
        """) + """
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

  /// A cluster of a text whose file has another name for the volume after a minute.
  private func renaming(_ text: String, in simulation: inout Simulation) throws -> ClusterWorld {
    let before = try ClusterSpec.of(text)
    let after = try ClusterSpec.of(text.replacing("name: scratch", with: "name: space"))
    var world = ClusterWorld(cluster: Cluster(before, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let update = ClusterUpdate(from: before, to: after, documents: [])
    world.cluster.make(
      .apply(ManifestPath(path: "x.yaml", span: .unknown)), update: update, in: &simulation)
    return world
  }

  @Test("A rollout that renames the volume deletes the claims that the old pods had")
  func renamed() throws {
    // The quota lets in one claim: the new pod's, once the old one is gone.
    let text = Self.text.replacing(
      "  replicas: 1", with: "  replicas: 1\n  strategy: {type: Recreate}")
    var simulation = Simulation(seed: 1)
    var world = try renaming(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    let pod = try #require(world.cluster.workloads[0].pods.first)
    #expect(world.cluster.workloads[0].pods.count == 1 && world.cluster.pods[pod].isReady)
    #expect(world.cluster.firstClaim(of: pod) == world.cluster.name(of: pod) + "-space")
  }

  @Test("A ReplicaSet whose file changes only the volume gives it to the pods that it makes next")
  func replicaSet() throws {
    let text = Self.text.replacing("kind: Deployment", with: "kind: ReplicaSet")
    var simulation = Simulation(seed: 1)
    var world = try renaming(text, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    let first = try #require(world.cluster.workloads[0].pods.first)
    #expect(world.cluster.firstClaim(of: first) == world.cluster.name(of: first) + "-scratch")
    world.cluster.deletePod(first, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 700))
    let pod = try #require(world.cluster.workloads[0].pods.first)
    #expect(world.cluster.pods[pod].isReady)
    #expect(world.cluster.firstClaim(of: pod) == world.cluster.name(of: pod) + "-space")
  }

  @Test("A claim of that name which is somebody else's is not taken")
  func foreign() throws {
    var spec = try ClusterSpec.of(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: one, namespace: shop}
      spec:
        containers: [{name: web, image: "example/web:1", resources: {requests: {cpu: 100m}}}]
        volumes:
          - name: scratch
            ephemeral:
              volumeClaimTemplate:
                spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      ---
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: one-scratch, namespace: shop}
      spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
      """)
    spec.start = .cold
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let pod = try #require(world.cluster.workloads[0].pods.first)
    #expect(world.cluster.pods[pod].node < 0)
    // component-helpers storage/ephemeral VolumeIsForPod.
    let problem = "PVC shop/one-scratch was not created for pod shop/one (pod is not owner)"
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "FailedScheduling" && $0.message.contains(problem) })
  }
}
