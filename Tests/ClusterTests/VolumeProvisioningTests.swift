import Cluster
import Manifests
import SimulationKernel
import Testing

/// What the components say while a pod's volumes are made: the volume controller and the
/// provisioner come before the scheduler's binding, whose PreBind waits for them
/// (framework/plugins/volumebinding PreBind).
@Suite("Volumes made for a pod")
struct VolumeProvisioningTests {
  private func world(_ driver: String, _ simulation: inout Simulation) -> ClusterWorld {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 1)
    workload.claimTemplates = [
      ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "fast")
    ]
    var spec = SmallCluster.spec([workload], start: .cold)
    var fast = StorageClassSpec(
      name: "fast", waitsForConsumer: true, provisions: true, isLocal: false)
    fast.driver = driver
    spec.storageClasses = [fast]
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    return world
  }

  @Test("A claim waits for its pod, its volume is made, and then the pod is bound")
  func order() throws {
    var simulation = Simulation(seed: 1)
    var world = world("ebs.csi.aws.com", &simulation)
    let events = world.cluster.drainEvents()
    let claim = events.filter { $0.kind == "PersistentVolumeClaim" }
    #expect(
      claim.map(\.reason) == [
        "WaitForFirstConsumer", "ExternalProvisioning", "Provisioning", "ProvisioningSucceeded",
      ])
    #expect(claim.allSatisfy { $0.name == "data-db-0" && $0.namespace == "shop" })
    #expect(
      claim[2].message
        == "External provisioner is provisioning volume for claim \"shop/data-db-0\"")
    #expect(claim[3].message.hasPrefix("Successfully provisioned volume pvc-"))
    let pod = events.filter { $0.kind == "Pod" }.map(\.reason)
    #expect(pod.starts(with: ["Scheduled", "SuccessfulAttachVolume"]))
    let order = events.map(\.reason)
    let made = try #require(order.firstIndex(of: "ProvisioningSucceeded"))
    let bound = try #require(order.firstIndex(of: "Scheduled"))
    #expect(made < bound)
    #expect(world.cluster.workloads[0].readyCount == 1)
  }

  @Test("Without a driver nobody waits for an external one")
  func noDriver() {
    var simulation = Simulation(seed: 1)
    var world = world("", &simulation)
    let reasons = world.cluster.drainEvents().map(\.reason)
    #expect(!reasons.contains("ExternalProvisioning"))
    #expect(reasons.contains("ProvisioningSucceeded"))
  }
}
