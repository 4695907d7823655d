import Cluster
import Manifests
import SimulationKernel
import Testing

/// Claims that are deleted (pkg/controller/volume/pvcprotection).
@Suite("Deleted claims")
struct ClaimDeletionTests {
  private func spec(_ workload: WorkloadSpec) -> ClusterSpec {
    var spec = SmallCluster.spec([workload])
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
    ]
    return spec
  }

  private func claim(_ name: String) -> ClaimSpecification {
    ClaimSpecification(name: name, namespace: "shop", bytes: 1 << 30, storageClass: "disks")
  }

  private func delete(
    _ name: String, _ world: inout ClusterWorld, _ simulation: inout Simulation
  ) -> String? {
    world.cluster.make(
      .delete(
        NamedObject(
          kind: "PersistentVolumeClaim", namespace: "shop", name: name, span: .unknown)),
      update: nil, in: &simulation)
  }

  private func volume(of name: String, _ world: borrowing ClusterWorld) -> String? {
    let claims = world.cluster.claimStatus.compactMap { $0 }
    return claims.first { $0.name == name }?.volume
  }

  @Test("A StatefulSet's claim stays while its pod is there, and is made anew with the next one")
  func used() throws {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 1)
    workload.claimTemplates = [claim("data")]
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec(workload), seed: 5))
    world.cluster.start(in: &simulation)
    let pod = world.cluster.workloads[0].pods[0]
    let (before, known) = (volume(of: "data-db-0", world), world.cluster.dataClaim(of: pod))
    let refused = delete("data-db-0", &world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(refused == nil)
    #expect(volume(of: "data-db-0", world) == before && world.cluster.pods[pod].isReady)
    world.cluster.deletePod(pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let next = world.cluster.workloads[0].pods[0]
    let (after, found) = (volume(of: "data-db-0", world), world.cluster.dataClaim(of: next))
    #expect(world.cluster.pods[next].isReady && after != nil && after != before)
    // Its data is another's.
    #expect(known != nil && found != nil && known != found)
    let words = "create Claim data-db-0 Pod db-0 in StatefulSet db success"
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "SuccessfulCreate" && $0.message == words })
  }

  /// stateful_set_control.go processReplica: in order, nobody looks at the owners of claims of a
  /// pod that terminates; in parallel the set takes them back at once.
  @Test(
    "A claim goes with the pod that a scale-down took, though its number is wanted again",
    arguments: [false, true])
  func wantedAgain(isParallel: Bool) throws {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 2)
    workload.claimTemplates = [claim("data")]
    workload.deletesClaimsWhenScaled = true
    workload.isParallel = isParallel
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec(workload), seed: 5))
    // Its software ends with its grace only.
    world.cluster.setSoftware(workload: 0, room: .workload)
    world.cluster.start(in: &simulation)
    let pod = try #require(
      world.cluster.workloads[0].pods.first { world.cluster.pods[$0].ordinal == 1 })
    let before = volume(of: "data-db-1", world)
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 5))
    #expect(world.cluster.pods[pod].isTerminating && before != nil)
    world.cluster.scale(workload: 0, to: 2, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    let (isLeft, after) = (world.cluster.pods.contains(pod), volume(of: "data-db-1", world))
    #expect(!isLeft && after != nil && (after == before) == isParallel)
  }

  @Test("One that no pod uses goes at once, and no pod that wants it finds a node")
  func unused() throws {
    var workload = SmallCluster.workload(.deployment, "web", replicas: 0)
    workload.template.claims = ["files"]
    var spec = spec(workload)
    spec.claims = [claim("files"), claim("spare")]
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 5))
    world.cluster.start(in: &simulation)
    let refused = delete("spare", &world, &simulation)
    #expect(refused == nil && volume(of: "spare", world) == nil)
    let again = delete("spare", &world, &simulation)
    #expect(again == "Error from server (NotFound): persistentvolumeclaims \"spare\" not found")
    for (replicas, end) in [(1, 60.0), (2, 120)] {
      let web = WorkloadReference(kind: nil, namespace: "shop", name: "web", span: .unknown)
      world.cluster.make(.scale(web, replicas: replicas), update: nil, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: end))
      if replicas == 1 { _ = delete("files", &world, &simulation) }
    }
    #expect(world.cluster.workloads[0].readyCount == 1)
    let failed = world.cluster.drainEvents().filter { $0.reason == "FailedScheduling" }
    #expect(
      failed.contains { $0.message.contains("persistentvolumeclaim \"files\" is being deleted") })
  }

  @Test("A StatefulSet makes the claim of a pod that waits for a node anew")
  func pending() throws {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 1)
    workload.claimTemplates = [claim("data")]
    workload.template.nodeSelector["disk"] = "none"
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(spec(workload), seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let refused = delete("data-db-0", &world, &simulation)
    #expect(refused == nil && volume(of: "data-db-0", world) == nil)
    let db = WorkloadReference(kind: nil, namespace: "shop", name: "db", span: .unknown)
    world.cluster.make(.scale(db, replicas: 2), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    #expect(volume(of: "data-db-0", world) == "")
  }
}
