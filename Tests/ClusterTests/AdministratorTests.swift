import Cluster
import Manifests
import SimulationKernel
import Testing

/// What kubectl and kubelets do at the edges of what they can do.
@Suite("Commands of administrators")
struct AdministratorTests {
  private func reference(_ name: String) -> WorkloadReference {
    WorkloadReference(kind: nil, namespace: "shop", name: name, span: .unknown)
  }

  private func delete(_ kind: String, _ name: String) -> ChangeAction {
    .delete(NamedObject(kind: kind, namespace: "shop", name: name, span: .unknown))
  }

  private func world(
    _ spec: ClusterSpec, _ simulation: inout Simulation
  ) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  @Test(
    "kubectl refuses what a kind has no means for",
    arguments: [WorkloadKind.deployment, .statefulSet, .daemonSet, .replicaSet, .pod])
  func refusals(kind: WorkloadKind) {
    var simulation = Simulation(seed: 1)
    var world = world(
      SmallCluster.spec([SmallCluster.workload(kind, "web", replicas: 1)]), &simulation)
    let web = reference("web")
    let scale = world.cluster.make(.scale(web, replicas: 2), update: nil, in: &simulation)
    let restart = world.cluster.make(.restart(web), update: nil, in: &simulation)
    // A rollback needs the revision of the restart, which the controller makes.
    simulation.run(&world, through: SimTime(seconds: 10))
    let undo = world.cluster.make(
      .rollback(web, toRevision: nil), update: nil, in: &simulation)
    let hasScale = kind != .daemonSet && kind != .pod
    #expect((scale == nil) == hasScale)
    let rolls = kind != .replicaSet && kind != .pod
    #expect((restart == nil) == rolls && (undo == nil) == rolls)
    if kind == .replicaSet {
      #expect(undo == "error: no rollbacker has been implemented for \"ReplicaSet.apps\"")
      #expect(restart == "error: replicasets.apps \"web\" restarting is not supported")
    }
  }

  /// kubelet_node_status.go initialNode: the new object has the taints that the kubelet registers
  /// and the boot that it runs in (nodestatus/setters.go MachineInfo).
  @Test("A machine that boots registers its node anew after the object was deleted")
  func registration() {
    var simulation = Simulation(seed: 1)
    var world = world(
      SmallCluster.spec([SmallCluster.workload(.daemonSet, "agent", replicas: 1)]), &simulation)
    let taint = TaintChange(
      node: "worker-1", span: .unknown, key: "repair", value: "", effect: .noSchedule,
      isRemoved: false)
    world.cluster.make(.taint(taint), update: nil, in: &simulation)
    world.cluster.make(.cordon(node: "worker-1", span: .unknown), update: nil, in: &simulation)
    world.cluster.make(delete("Node", "worker-1"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    #expect(world.cluster.nodes[0].isDeleted && world.cluster.workloads[0].readyCount == 5)
    let reboot = RebootChange(node: "worker-1", span: .unknown, downtime: .seconds(20))
    let problem = world.cluster.make(.reboot(reboot), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    #expect(problem == nil && !world.cluster.nodes[0].isDeleted)
    #expect(world.cluster.nodes[0].ready == .true && world.cluster.workloads[0].readyCount == 6)
    #expect(world.cluster.nodeSpecs[0].taints.isEmpty && !world.cluster.nodes[0].isCordoned)
    let reasons = world.cluster.drainEvents().map(\.reason)
    #expect(reasons.contains("RegisteredNode") && !reasons.contains("Rebooted"))
  }

  @Test("A pod that names a node which is not there is its kubelet's with the registration")
  func awaitedNode() throws {
    let before = SmallCluster.spec([SmallCluster.workload(.daemonSet, "agent", replicas: 1)])
    var pod = SmallCluster.workload(.pod, "one", replicas: 1)
    pod.template.nodeName = "worker-1"
    let after = SmallCluster.spec(before.workloads + [pod])
    var simulation = Simulation(seed: 1)
    var world = world(before, &simulation)
    world.cluster.make(delete("Node", "worker-1"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    let reboot = RebootChange(node: "worker-1", span: .unknown, downtime: .seconds(20))
    world.cluster.make(.reboot(reboot), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    let update = ClusterUpdate(from: before, to: after, documents: [])
    world.cluster.make(
      .apply(ManifestPath(path: "x.yaml", span: .unknown)), update: update, in: &simulation)
    // It is there after the boot's 20 s; the collector's quarantine of 40 s is not over.
    simulation.run(&world, through: SimTime(seconds: 135))
    let one = try #require(world.cluster.workloads[1].pods.first)
    #expect(!world.cluster.nodes[0].isDeleted && world.cluster.pods[one].node == 0)
  }

  @Test("A kubelet registers its node once it reaches the API, and only after a start")
  func lateRegistration() {
    var simulation = Simulation(seed: 1)
    var world = world(
      SmallCluster.spec([SmallCluster.workload(.daemonSet, "agent", replicas: 1)]), &simulation)
    world.cluster.make(delete("Node", "worker-1"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    world.cluster.setReachable(node: 0, false, in: &simulation)
    world.cluster.setReachable(node: 0, true, in: &simulation)
    #expect(world.cluster.nodes[0].isDeleted)
    world.cluster.powerOff(node: 0, in: &simulation)
    world.cluster.setReachable(node: 0, false, in: &simulation)
    world.cluster.powerOn(node: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    #expect(world.cluster.nodes[0].isUp && world.cluster.nodes[0].isDeleted)
    world.cluster.setReachable(node: 0, true, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 500))
    #expect(!world.cluster.nodes[0].isDeleted && world.cluster.nodes[0].ready == .true)
    #expect(world.cluster.workloads[0].readyCount == 6)
  }

  @Test("With a StatefulSet go the claims of the pods that it was scaled down by")
  func claims() {
    var workload = SmallCluster.workload(.statefulSet, "db", replicas: 3)
    workload.deletesClaimsWhenDeleted = true
    workload.claimTemplates = [
      ClaimSpecification(
        name: "data", namespace: "shop", bytes: 1 << 30, storageClass: "disks")
    ]
    var spec = SmallCluster.spec([workload])
    spec.storageClasses = [
      StorageClassSpec(name: "disks", waitsForConsumer: true, provisions: true, isLocal: false)
    ]
    var simulation = Simulation(seed: 1)
    var world = world(spec, &simulation)
    world.cluster.make(
      .scale(reference("db"), replicas: 1), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    world.cluster.make(delete("StatefulSet", "db"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    _ = world.cluster.drainEvents()
    var before = spec
    before.workloads = []
    let path = ManifestPath(path: "db.yaml", span: .unknown)
    world.cluster.make(
      .apply(path), update: ClusterUpdate(from: before, to: spec, documents: []), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 400))
    // The set of the same name finds none of them: it makes all three anew.
    let made = world.cluster.drainEvents().filter { $0.message.hasPrefix("create Claim data-db-") }
    #expect(world.cluster.workloads[0].readyCount == 3)
    #expect(made.count { $0.reason == "SuccessfulCreate" } == 3)
  }

  /// cli-runtime pkg/printers/name.go printObj; kubectl pkg/cmd/delete PrintObj, pkg/cmd/drain
  /// RunCordonOrUncordon; apimachinery pkg/api/errors NewNotFound.
  @Test("kubectl prints an object's kind with its group, and what it did")
  func words() {
    var simulation = Simulation(seed: 1)
    var world = world(
      SmallCluster.spec([SmallCluster.workload(.deployment, "web", replicas: 1)]), &simulation)
    let web = reference("web")
    let node = "worker-1"
    let commands: [(action: ChangeAction, line: String)] = [
      (.scale(web, replicas: 2), "deployment.apps/web scaled"),
      (.restart(web), "deployment.apps/web restarted"),
      (.rollback(web, toRevision: nil), "deployment.apps/web rolled back"),
      (.cordon(node: node, span: .unknown), "node/worker-1 cordoned"),
      (.cordon(node: node, span: .unknown), "node/worker-1 already cordoned"),
      (.uncordon(node: node, span: .unknown), "node/worker-1 uncordoned"),
      (delete("Deployment", "web"), "deployment.apps \"web\" deleted"),
      (
        delete("Deployment", "web"),
        "Error from server (NotFound): deployments.apps \"web\" not found"
      ),
    ]
    for (action, _) in commands {
      world.cluster.make(action, update: nil, in: &simulation)
      simulation.run(&world, through: simulation.now + .seconds(60))
    }
    let lines = world.cluster.drainEvents().filter { $0.source == .kubectl }.map(\.message)
    #expect(lines == commands.map(\.line))
  }
}
