import Cluster
import Manifests
import SimulationKernel
import Testing

/// What the components say while a pod's volumes are made: the volume controller and the
/// provisioner come before the scheduler's binding, whose PreBind waits for them
/// (framework/plugins/volumebinding PreBind).
@Suite("Volumes made for a pod")
struct VolumeProvisioningTests {
  private func world(
    _ driver: String, replicas: Int = 1, waits: Bool = true, zones: [String] = [],
    start: ClusterSpec.Start = .cold, _ simulation: inout Simulation
  ) -> ClusterWorld {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: replicas)
    workload.isParallel = true
    workload.claimTemplates = [
      ClaimSpecification(name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "fast")
    ]
    var spec = SmallCluster.spec([workload], start: start)
    var fast = StorageClassSpec(
      name: "fast", waitsForConsumer: waits, provisions: true, isLocal: false)
    fast.driver = driver
    if !zones.isEmpty {
      fast.topologies = [
        NodeTerm(labels: [
          NodeRequirement(key: "topology.kubernetes.io/zone", comparison: .isIn, values: zones)
        ])
      ]
    }
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
    // The driver takes 5 s to attach the volume, which then is said.
    let attached = try #require(events.first { $0.reason == "SuccessfulAttachVolume" })
    #expect(attached.time - events[bound].time >= .seconds(5))
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

  /// FNV-1 of 32 bits, as its authors give it.
  private func fnv(_ text: String) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    for byte in text.utf8 {
      hash = hash &* 16_777_619
      hash ^= UInt32(byte)
    }
    return hash
  }

  @Test("A class that binds at once has its volumes made before the pods, in zones by their names")
  func atOnce() throws {
    // A value of the authors' test suite (draft-eastlake-fnv).
    #expect(fnv("foobar") == 0x31f0_b262)
    for zones in [[], ["zone-2", "zone-1"]] {
      var simulation = Simulation(seed: 1)
      var world = world(
        "ebs.csi.aws.com", replicas: 3, waits: false, zones: zones, &simulation)
      let places = zones.isEmpty ? ["zone-0", "zone-1", "zone-2"] : zones.sorted()
      for handle in world.cluster.workloads[0].pods {
        let pod = world.cluster.pods[handle]
        #expect(pod.isReady)
        // getPVCNameHashAndIndexOffset: of data-db-2 the hash of "db", and 2.
        let place = Int(fnv("db") &+ UInt32(pod.ordinal)) % places.count
        let zone = world.cluster.nodeSpecs[Int(pod.node)].labels["topology.kubernetes.io/zone"]
        #expect(zone == places[place])
      }
      let events = world.cluster.drainEvents()
      let claim = events.filter { $0.name == "data-db-0" }.map(\.reason)
      #expect(claim == ["ExternalProvisioning", "Provisioning", "ProvisioningSucceeded"])
      let pod = events.filter { $0.kind == "Pod" && $0.name == "db-0" }
      #expect(pod.first?.reason == "FailedScheduling")
      #expect(
        pod.first?.message.contains("pod has unbound immediate PersistentVolumeClaims") == true)
      let made = try #require(events.first { $0.reason == "ProvisioningSucceeded" }).time
      let bound = try #require(pod.first { $0.reason == "Scheduled" }).time
      // The claim's binding wakes the pod, whose back-off of a second is over.
      #expect(bound >= made && bound <= made + .seconds(1))
    }
  }

  @Test("Volumes that every node reaches have no zone, and those of a running start are there")
  func placeless() {
    for (driver, mayWait) in [("nfs.csi.k8s.io", true), ("ebs.csi.aws.com", false)] {
      var simulation = Simulation(seed: 1)
      var world = world(driver, replicas: 6, waits: false, start: .running, &simulation)
      #expect(world.cluster.workloads[0].readyCount == 6)
      let events = world.cluster.drainEvents()
      #expect(!events.contains { $0.reason == "FailedScheduling" || $0.reason == "Provisioning" })
      guard mayWait else { continue }
      for handle in world.cluster.workloads[0].pods {
        world.cluster.deletePod(handle, in: &simulation)
      }
      for node in [0, 1, 3, 4] { world.cluster.cordon(node: node, true, in: &simulation) }
      simulation.run(&world, through: SimTime(seconds: 200))
      #expect(world.cluster.workloads[0].readyCount == 6)
    }
  }
}
