import Cluster
import Manifests
import SimulationKernel
import Testing

/// The names that upstream's components give their recorders (NewRecorder's EventSource.Component).
@Suite("Who tells an event")
struct EventSourceTests {
  private static let cart = WorkloadReference(
    kind: "deployment", namespace: "shop", name: "cart", span: .unknown)

  /// What is told while a Deployment is scaled up and one of its nodes loses its power.
  private func events() -> [ClusterEvent] {
    var simulation = Simulation(seed: 1)
    let spec = SmallCluster.spec([SmallCluster.workload(.deployment, "cart", replicas: 3)])
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    _ = world.cluster.make(.scale(Self.cart, replicas: 5), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    let pod = world.cluster.workloads[0].pods[0]
    world.cluster.powerOff(node: Int(world.cluster.pods[pod].node), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 500))
    return world.cluster.drainEvents()
  }

  @Test("Each component tells what it does under its own name, and kubectl what it printed")
  func components() {
    let sources = [
      ("Scaled", "Deployment", "kubectl"),
      ("ScalingReplicaSet", "Deployment", "deployment-controller"),
      ("SuccessfulCreate", "ReplicaSet", "replicaset-controller"),
      ("Scheduled", "Pod", "default-scheduler"), ("Started", "Pod", "kubelet"),
      ("NodeNotReady", "Node", "node-controller"), ("NodeNotReady", "Pod", "node-controller"),
      ("TaintManagerEviction", "Pod", "taint-eviction-controller"),
    ]
    let events = events()
    for (reason, kind, source) in sources {
      let told = events.filter { $0.reason == reason && $0.kind == kind }
      #expect(!told.isEmpty, "\(reason) of a \(kind)")
      #expect(told.allSatisfy { $0.source.rawValue == source }, "\(reason) of a \(kind)")
    }
  }

  private static let oldController = """
    apiVersion: v1
    kind: ReplicationController
    metadata: {name: old, namespace: shop}
    spec:
      replicas: 2
      template:
        metadata: {labels: {app: old}}
        spec: {containers: [{name: a, image: "a:1"}]}
    """

  private static func old(_ kind: String?) -> WorkloadReference {
    WorkloadReference(kind: kind, namespace: "shop", name: "old", span: .unknown)
  }

  /// pkg/controller/replication; kubectl pkg/polymorphichelpers/rollback.go RollbackerFor.
  @Test("A ReplicationController has a controller and a kind of its own")
  func replicationController() throws {
    let text = Self.oldController
    let old = Self.old(nil)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(text, in: &simulation)
    world.cluster.make(.scale(old, replicas: 3), update: nil, in: &simulation)
    let restart = world.cluster.make(.restart(old), update: nil, in: &simulation)
    let undo = world.cluster.make(.rollback(old, toRevision: nil), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    #expect(restart == "error: replicationcontrollers \"old\" restarting is not supported")
    #expect(undo == "error: no rollbacker has been implemented for \"ReplicationController\"")
    let events = world.cluster.drainEvents().filter { $0.name == "old" }
    #expect(events.allSatisfy { $0.kind == "ReplicationController" })
    #expect(events.contains { $0.message == "replicationcontroller/old scaled" })
    let created = events.filter { $0.reason == "SuccessfulCreate" }
    #expect(created.map(\.source.rawValue) == ["replication-controller"])
  }

  @Test("A ReplicationController is found and deleted by its own kind, and not as a ReplicaSet")
  func deletedController() throws {
    func deletion(of kind: String) -> ChangeAction {
      .delete(NamedObject(kind: kind, namespace: "shop", name: "old", span: .unknown))
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(Self.oldController, in: &simulation)
    let asSet = world.cluster.make(
      .scale(Self.old("replicaset"), replicas: 5), update: nil, in: &simulation)
    let asItself = world.cluster.make(
      .scale(Self.old("replicationcontroller"), replicas: 3), update: nil, in: &simulation)
    let deletedSet = world.cluster.make(deletion(of: "ReplicaSet"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(asSet != nil && asItself == nil)
    #expect(
      deletedSet == "Error from server (NotFound): replicasets.apps \"old\" not found")
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].activeCount == 3)
    let deleted = world.cluster.make(
      deletion(of: "ReplicationController"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(deleted == nil && !world.cluster.workloads[0].exists)
    #expect(world.cluster.workloads[0].pods.isEmpty)
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.message == "replicationcontroller \"old\" deleted" })
  }
}
