import Cluster
import Manifests
import Metrics
import SimulationKernel
import Testing

/// What makes a new revision, and which history an object has (deployment_util.go EqualIgnoreHash;
/// sync.go getAllReplicaSetsAndSyncRevision).
@Suite("Revisions of templates")
struct RevisionTests {
  /// Lines of a pod template that the twin does not model, and one that it does.
  enum Line: String, CaseIterable, Sendable {
    case environment = "env: [{name: A, value: b}]"
    case arguments = "args: [--fast]"
    case directory = "workingDir: /srv"
    case hardening = "securityContext: {readOnlyRootFilesystem: true}"
    case image = "imagePullPolicy: Always"
  }

  /// A controller of two pods, or of one on each node.
  private static func object(
    _ kind: String = "Deployment", spec: String = "paused: false", checksum: String = "1",
    container: String = "tty: false", image: String = "a:1"
  ) -> String {
    """
    apiVersion: apps/v1
    kind: \(kind)
    metadata: {name: web, namespace: shop}
    spec:
      \(spec)
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}, annotations: {checksum/config: "\(checksum)"}}
        spec:
          containers:
          - name: a
            image: "\(image)"
            \(container)
    """
  }

  private static func web(_ kind: String, _ container: String, checksum: String = "1") -> String {
    let spec = ["StatefulSet": "serviceName: web", "DaemonSet": "minReadySeconds: 0"][kind]
    return object(kind, spec: spec ?? "replicas: 2", checksum: checksum, container: container)
  }

  private func rollBack(_ world: inout ClusterWorld, _ simulation: inout Simulation) -> String? {
    let reference = WorkloadReference(
      kind: nil, namespace: "shop", name: "web", span: .unknown)
    return world.cluster.make(
      .rollback(reference, toRevision: nil), update: nil, in: &simulation)
  }

  @Test(
    "Any difference of the template is rolled out, whether the twin models the field or not",
    arguments: ["Deployment", "StatefulSet", "DaemonSet"], Line.allCases)
  func differences(kind: String, line: Line) throws {
    let before = Self.web(kind, "tty: false")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let old = world.cluster.workloads[0].pods
    let problem = try world.apply(Self.web(kind, line.rawValue), to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let pods = world.cluster.workloads[0].pods
    #expect(problem == nil && pods.count == old.count)
    #expect(pods.allSatisfy { !old.contains($0) })
  }

  @Test("Strategy Recreate makes the ReplicaSet of a new template when the old pods are gone")
  func recreation() throws {
    let files = ["1", "2", "3"].map {
      Self.object(
        spec: "replicas: 2\n  strategy: {type: Recreate}", checksum: $0,
        container: "lifecycle: {preStop: {sleep: {seconds: 20}}}")
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(files[0], in: &simulation)
    try world.apply(files[1], to: files[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    // The only ReplicaSet there is has the highest number: none comes before it.
    let problem = rollBack(&world, &simulation)
    #expect(problem == "no rollout history found for deployment \"web\"")
    try world.apply(files[2], to: files[1], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].readyCount == 2)
    // The second template never had pods: it is no part of the history.
    #expect(world.cluster.workloads[0].revisions.map(\.number) == [1, 2])
    let progress = world.cluster.drainConditionChanges().filter { $0.condition == "Progressing" }
    // Without any pod, 0 of 0 are updated: what was complete stays so until there is a ReplicaSet
    // (progress.go syncRolloutStatus, isCompleteDeployment).
    #expect(progress.first?.reason == "NewReplicaSetCreated")
    let made = progress.filter { $0.reason == "NewReplicaSetCreated" }
    #expect(made.count == 1 && made.allSatisfy { $0.time >= SimTime(seconds: 20) })
    #expect(progress.last?.reason == "NewReplicaSetAvailable")
  }

  @Test("Strategy Recreate does not wait for pods of a ReplicaSet that is gone")
  func recreationWithoutSet() throws {
    let file = Self.object(
      spec: "replicas: 2\n  strategy: {type: Recreate}",
      container: "lifecycle: {preStop: {sleep: {seconds: 20}}}")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(file, in: &simulation)
    let set = NamedObject(
      kind: "ReplicaSet", namespace: "shop", name: world.cluster.workloads[0].revisions[0].name,
      span: .unknown)
    #expect(world.cluster.make(.delete(set), update: nil, in: &simulation) == nil)
    simulation.run(&world, through: SimTime(seconds: 10))
    // The two that go have twenty seconds yet.
    let owner = world.cluster.workloads[0]
    #expect(owner.pods.count == 4 && owner.activeCount == 2)
  }

  @Test("An annotation of the template is rolled out, and a rollback brings the old one back")
  func annotation() throws {
    let before = Self.web("Deployment", "tty: false")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let after = Self.web("Deployment", "tty: false", checksum: "2")
    try world.apply(after, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].revision == 1 })
    let problem = rollBack(&world, &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(problem == nil)
    #expect(world.cluster.workloads[0].pods.allSatisfy { world.cluster.pods[$0].revision == 0 })
  }

  @Test("The same template in other words rolls nothing out")
  func spellings() throws {
    let before = Self.web("Deployment", "resources: {limits: {memory: 1Gi, cpu: 1}}")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(before, in: &simulation)
    let old = world.cluster.workloads[0].pods
    let after = Self.web(
      "Deployment",
      "resources: {limits: {cpu: \"1000m\", memory: 1024Mi}}\n        imagePullPolicy: IfNotPresent"
    )
    try world.apply(after, to: before, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].pods == old)
  }

  @Test("An object that was deleted and applied again has no history, and is created")
  func newLife() throws {
    let first = Self.web("Deployment", "tty: false")
    let second = Self.web("Deployment", "tty: true")
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(first, in: &simulation)
    try world.apply(second, to: first, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let object = NamedObject(
      kind: "Deployment", namespace: "shop", name: "web", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    try world.apply(second, to: second, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    try world.apply(second, to: second, in: &simulation)
    let problem = rollBack(&world, &simulation)
    #expect(problem == "no rollout history found for deployment \"web\"")
    #expect(world.cluster.workloads[0].readyCount == 2)
    let said = world.cluster.drainEvents().filter { $0.reason == "Applied" }.map(\.message)
    #expect(said.map { $0.split(separator: " ").last } == ["configured", "created", "unchanged"])
  }

  @Test("Of two ReplicaSets of one template that were there one is, in a new life")
  func twins() throws {
    let files = ["1", "2", "3", "1"].map {
      Self.object(spec: "revisionHistoryLimit: 1", checksum: $0)
    }
    var simulation = Simulation(seed: 1)
    var world = try ClusterWorld.started(files[0], in: &simulation)
    // The first ReplicaSet is collected before its template comes back.
    for place in 1..<files.count {
      try world.apply(files[place], to: files[place - 1], in: &simulation)
      simulation.run(&world, through: SimTime(seconds: Double(place) * 60))
    }
    let object = NamedObject(
      kind: "Deployment", namespace: "shop", name: "web", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    try world.apply(files[0], to: files[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 300))
    let problem = rollBack(&world, &simulation)
    #expect(problem == "no rollout history found for deployment \"web\"")
  }

  @Test("A Deployment that is created paused has no ReplicaSet until it is resumed")
  func paused() throws {
    let held = Self.object(spec: "paused: true")
    let resumed = Self.object(spec: "paused: false")
    var simulation = Simulation(seed: 1)
    var spec = try ClusterSpec.of(held)
    spec.start = .cold
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].pods.isEmpty)
    try world.apply(resumed, to: held, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].readyCount == 1)
    let newest = world.cluster.workloads[0].newest
    #expect(world.cluster.workloads[0].revisions[newest].number == 1)
    let conditions = world.cluster.drainConditionChanges().filter { $0.condition == "Progressing" }
    #expect(
      conditions.prefix(2).map(\.reason) == ["DeploymentPaused", "DeploymentResumed"])
    #expect(conditions.prefix(2).allSatisfy { $0.status == .unknown })
  }
}
