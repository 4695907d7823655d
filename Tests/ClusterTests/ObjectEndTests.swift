import Cluster
import Manifests
import SimulationKernel
import Testing

/// Finalizers of objects other than pods (apiserver pkg/registry/generic/registry/store.go Delete;
/// what each controller does for an object with a deletion timestamp).
@Suite("Objects that finalizers keep")
struct ObjectEndTests {
  private static let guardian = "example.com/guard"

  /// A controller of two pods, or of one on each node.
  private func web(_ kind: String, _ finalizers: String..., image: String = "a:1") -> String {
    let shared = kind == "DaemonSet" ? "" : "replicas: 2"
    return """
      apiVersion: apps/v1
      kind: \(kind)
      metadata: {name: web, namespace: shop, finalizers: [\(finalizers.joined(separator: ", "))]}
      spec:
        \(shared)
        \(kind == "StatefulSet" ? "serviceName: web" : "")
        selector: {matchLabels: {app: web}}
        template:
          metadata: {labels: {app: web}}
          spec: {containers: [{name: a, image: "\(image)"}]}
      """
  }

  private func delete(
    _ kind: String, _ name: String = "web", _ cascade: DeletionCascade = .background
  ) -> ChangeAction {
    let namespace = kind == "Namespace" ? nil : "shop"
    return .delete(
      NamedObject(kind: kind, namespace: namespace, name: name, cascade: cascade, span: .unknown))
  }

  private func active(_ world: borrowing ClusterWorld) -> [String] {
    world.cluster.workloads[0].pods.filter { !world.cluster.pods[$0].isTerminating }
      .map { world.cluster.name(of: $0) }.sorted()
  }

  private func ready(_ world: borrowing ClusterWorld) -> Int {
    var count = 0
    for workload in world.cluster.workloads {
      count += workload.pods.count { world.cluster.pods[$0].isReady }
    }
    return count
  }

  @Test(
    "A controller lets its pods be, and what it owns goes with the object",
    arguments: [
      ("Deployment", true), ("ReplicaSet", false), ("StatefulSet", false), ("DaemonSet", false),
    ])
  func controllers(kind: String, replaces: Bool) throws {
    let kept = web(kind, Self.guardian)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(kept, in: &simulation)
    let pods = active(world)
    let refused = world.cluster.make(delete(kind), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(refused == nil && world.cluster.workloads[0].exists && active(world) == pods)
    // A Deployment's ReplicaSet is not deleted: it replaces the pod, with its own template.
    world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    try world.apply(web(kind, Self.guardian, image: "a:2"), to: kept, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(active(world).count == (replaces ? pods.count : pods.count - 1))
    var images: [String] = []
    for pod in world.cluster.workloads[0].pods {
      let template = world.cluster.templates[Int(world.cluster.pods[pod].template)]
      images.append(template.spec.containers[0].image)
    }
    #expect(images.allSatisfy { $0 == "a:1" })
    let problem = try world.apply(web(kind), to: kept, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 200))
    #expect(problem == nil && !world.cluster.workloads[0].exists)
    #expect(world.cluster.workloads[0].pods.isEmpty)
    let lines = world.cluster.drainEvents().filter { $0.reason == "Applied" }.map(\.message)
    #expect(lines.allSatisfy { $0.hasSuffix(" configured") } && lines.count == 2)
    try world.apply(web(kind), to: kept, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    #expect(world.cluster.workloads[0].exists && active(world).count == pods.count)
  }

  @Test("Other cascades act at once: the pods go, or stay without an owner, and the object stays")
  func cascades() throws {
    for (cascade, left) in [(DeletionCascade.foreground, 0), (.orphan, 2)] {
      for kind in ["Deployment", "StatefulSet"] {
        let kept = web(kind, Self.guardian)
        var simulation = Simulation(seed: 1)
        var world = try ClusterWorld.started(kept, in: &simulation)
        world.cluster.make(delete(kind, "web", cascade), update: nil, in: &simulation)
        simulation.run(&world, through: SimTime(seconds: 90))
        #expect(world.cluster.workloads[0].exists && ready(world) == left, "\(kind) \(cascade)")
        try world.apply(web(kind), to: kept, in: &simulation)
        simulation.run(&world, through: SimTime(seconds: 200))
        #expect(!world.cluster.workloads[0].exists && ready(world) == left, "\(kind) \(cascade)")
        let gone = world.cluster.make(delete(kind), update: nil, in: &simulation)
        #expect(gone?.hasSuffix("\"web\" not found") == true)
      }
    }
  }

  /// Objects without pods, by what comes behind their metadata.
  private static let others = [
    ("v1", "Service", "spec: {selector: {app: web}, ports: [{port: 80}]}"),
    ("v1", "ConfigMap", "data: {a: b}"),
    ("v1", "ResourceQuota", "spec: {hard: {pods: 4}}"),
    ("v1", "LimitRange", "spec: {limits: [{type: Container, default: {cpu: 1}}]}"),
    ("policy/v1", "PodDisruptionBudget", "spec: {minAvailable: 1, selector: {}}"),
    ("networking.k8s.io/v1", "NetworkPolicy", "spec: {podSelector: {}}"),
    ("rbac.authorization.k8s.io/v1", "Role", "rules: []"),
    (
      "autoscaling/v2", "HorizontalPodAutoscaler",
      "spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}"
    ),
  ]

  private func object(
    _ version: String, _ kind: String, _ rest: String, _ finalizers: String
  ) -> String {
    """
    apiVersion: \(version)
    kind: \(kind)
    metadata: {name: web, namespace: shop, finalizers: [\(finalizers)]}
    \(rest)
    """
  }

  @Test(
    "Each object stays until a file takes its finalizers, and is made anew by the next one only")
  func stays() throws {
    for (version, kind, rest) in Self.others {
      let kept = object(version, kind, rest, Self.guardian)
      var simulation = Simulation(seed: 1)
      var world = try ClusterWorld.started(kept, in: &simulation)
      for _ in 0..<2 {
        let problem = world.cluster.make(delete(kind), update: nil, in: &simulation)
        #expect(problem == nil, "\(kind)")
      }
      try world.apply(kept, to: kept, in: &simulation)
      let free = object(version, kind, rest, "")
      for _ in 0..<2 { try world.apply(free, to: kept, in: &simulation) }
      let events = world.cluster.drainEvents()
      let lines = events.filter { $0.reason == "Applied" }.compactMap {
        $0.message.split(separator: " ").last
      }
      #expect(lines == ["unchanged", "configured", "created"], "\(kind)")
      let warnings = events.count {
        $0.message == "Detected changes to resource web which is currently being deleted."
      }
      #expect(warnings == 2, "\(kind)")
    }
  }

  @Test("A Service that is kept has its endpoints")
  func service() throws {
    let (version, kind, rest) = Self.others[0]
    let kept = object(version, kind, rest, Self.guardian)
    let file = web("Deployment") + "\n---\n" + kept
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(file, in: &simulation)
    world.cluster.make(delete(kind), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 30))
    #expect(world.cluster.services[0].exists && world.cluster.services[0].endpoints.count == 2)
    try world.apply(object(version, kind, rest, ""), to: file, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(!world.cluster.services[0].exists && world.cluster.services[0].endpoints.isEmpty)
  }

  @Test("Finalizers of Kubernetes' own parts keep nothing")
  func ownFinalizers() throws {
    let (version, kind, rest) = Self.others[0]
    let names = "service.kubernetes.io/load-balancer-cleanup, foregroundDeletion"
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(object(version, kind, rest, names), in: &simulation)
    world.cluster.make(delete(kind), update: nil, in: &simulation)
    #expect(!world.cluster.services[0].exists)
  }

  @Test("An object that is deleted takes no new finalizers")
  func refusal() throws {
    let kept = web("Deployment", Self.guardian)
    let more = web("Deployment", Self.guardian, "example.com/more")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(kept, in: &simulation)
    let added = try world.apply(more, to: kept, in: &simulation)
    let taken = try world.apply(kept, to: kept, in: &simulation)
    #expect(added == nil && taken == nil)
    world.cluster.make(delete("Deployment"), update: nil, in: &simulation)
    let refused = try world.apply(more, to: kept, in: &simulation)
    #expect(
      refused
        == "The Deployment \"web\" is invalid: metadata.finalizers: Forbidden: no new finalizers "
        + "can be added if the object is being deleted, found new finalizers "
        + "[]string{\"example.com/more\"}")
    // What was refused is not written: the object's own finalizer is its only one.
    try world.apply(web("Deployment"), to: kept, in: &simulation)
    #expect(!world.cluster.workloads[0].exists)
  }

  @Test(
    "A namespace goes when the last object in it that finalizers keep does, and its own are gone")
  func namespace() throws {
    func space(_ finalizers: String) -> String {
      "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, finalizers: [\(finalizers)]}\n---\n"
    }
    let kept = space(Self.guardian) + web("Deployment", Self.guardian)
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(kept, in: &simulation)
    world.cluster.make(delete("Namespace", "shop"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.isEmpty)
    let messages = world.cluster.drainConditionChanges().map(\.message)
    #expect(
      messages.contains("Some resources are remaining: deployments.apps has 1 resource instances"))
    #expect(
      messages.contains(
        "Some content in the namespace has finalizers remaining: example.com/guard in 1 resource "
          + "instances"))
    let written = try world.apply(web("Deployment"), to: kept, in: &simulation)
    #expect(written == nil && !world.cluster.workloads[0].exists)
    simulation.run(&world, through: SimTime(seconds: 200))
    // Its own finalizer keeps it yet.
    let refused = try world.apply(web("ReplicaSet"), to: kept, in: &simulation)
    let freed = try world.apply(space(""), to: kept, in: &simulation)
    #expect(refused != nil && freed == nil)
    simulation.run(&world, through: SimTime(seconds: 210))
    let gone = world.cluster.make(delete("Namespace", "shop"), update: nil, in: &simulation)
    #expect(gone == "Error from server (NotFound): namespaces \"shop\" not found")
  }

  @Test("A Job that is kept counts its pods and makes no further ones")
  func job() throws {
    let kept = """
      apiVersion: batch/v1
      kind: Job
      metadata: {name: load, namespace: shop, finalizers: [\(Self.guardian)]}
      spec:
        completions: 2
        template:
          spec: {restartPolicy: Never, containers: [{name: a, image: "a:1"}]}
      """
    var spec = try ClusterSpec.of(kept)
    spec.start = .cold
    var simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 20))
    world.cluster.make(delete("Job", "load"), update: nil, in: &simulation)
    let made = world.cluster.workloads[0].pods.count
    world.cluster.deletePod(world.cluster.workloads[0].pods[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].exists && made == 1)
    #expect(active(world).isEmpty)
  }
}
