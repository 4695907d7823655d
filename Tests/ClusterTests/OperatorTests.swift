import Cluster
import Manifests
import SimulationKernel
import TestSupport
import Testing

@Suite("Operators and their resources")
struct OperatorTests {
  /// Prometheus' two pods, as prometheus-operator writes them, and the operator itself.
  private static func spec() -> ClusterSpec {
    var set = SmallCluster.workload(.statefulSet, "prometheus-main", replicas: 2)
    set.userKind = "Prometheus"
    var keeper = SmallCluster.workload(.deployment, "prometheus-operator", replicas: 1)
    keeper.template.containers[0].image =
      "quay.io/prometheus-operator/prometheus-operator:v0.85.0"
    return SmallCluster.spec([set, keeper])
  }

  private static func update(image: String) -> ClusterUpdate {
    var changed = spec()
    changed.workloads[0].template.containers[0].image = image
    return ClusterUpdate(from: spec(), to: changed, documents: [])
  }

  private static let file = ManifestPath(path: "prometheus.yaml", span: .unknown)

  private func images(_ world: borrowing ClusterWorld) -> [String] {
    world.cluster.workloads[0].pods.map { pod in
      let template = Int(world.cluster.pods[pod].template)
      return world.cluster.templates[template].spec.containers[0].image
    }
  }

  @Test("A change of an operator's object reaches the pods only while the operator is at work")
  func waits() {
    var simulation = Simulation(seed: 3)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 3))
    world.cluster.start(in: &simulation)
    world.cluster.scale(workload: 1, to: 0, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    let isAway = !world.cluster.isAtWork(1)
    #expect(isAway)
    world.cluster.make(.apply(Self.file), update: Self.update(image: "new:2"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(images(world).allSatisfy { $0 != "new:2" }, "nobody brought the change")
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "ChangeWaits" })
    world.cluster.scale(workload: 1, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(images(world) == ["new:2", "new:2"], "\(images(world))")
  }

  @Test("Pods that an operator replaces itself keep their revision until it deletes them")
  func replacedByRoom() {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 5))
    world.cluster.leaveReplacement(ofWorkload: 0)
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.make(.apply(Self.file), update: Self.update(image: "new:2"), in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(!images(world).contains("new:2"))
    let old = world.cluster.workloads[0].pods.filter { world.cluster.awaitsReplacement($0) }
    #expect(old.count == 2)
    world.cluster.deletePod(old[0], in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 360))
    #expect(images(world).count(where: { $0 == "new:2" }) == 1, "\(images(world))")
  }

  @Test("A StatefulSet that an operator wrote comes back when somebody deletes it")
  func comesBack() {
    var simulation = Simulation(seed: 4)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 4))
    world.cluster.start(in: &simulation)
    let object = NamedObject(
      kind: "StatefulSet", namespace: "shop", name: "prometheus-main", span: .unknown)
    world.cluster.make(.delete(object), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].readyCount == 2)
    // The object itself stays deleted.
    let custom = NamedObject(
      kind: "Prometheus", namespace: "shop", name: "prometheus-main", span: .unknown)
    world.cluster.make(.delete(custom), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(!world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.isEmpty)
  }

  @Test("What an operator made goes in the foreground, and comes back when its pods are gone")
  func foreground() {
    var spec = Self.spec()
    spec.workloads[0].template.terminationGrace = .seconds(20)
    spec.workloads[0].template.containers[0].preStop = .seconds(20)
    let delete = { (kind: String) in
      ChangeAction.delete(
        NamedObject(
          kind: kind, namespace: "shop", name: "prometheus-main", cascade: .foreground,
          span: .unknown))
    }
    var simulation = Simulation(seed: 4)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 4))
    world.cluster.start(in: &simulation)
    let pods = world.cluster.workloads[0].pods
    world.cluster.make(delete("StatefulSet"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 15))
    // The StatefulSet is still there, and no new one.
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].pods == pods)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].readyCount == 2)
    #expect(pods.allSatisfy { !world.cluster.pods.contains($0) })
    world.cluster.make(delete("Prometheus"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 240))
    #expect(!world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.isEmpty)
  }

  @Test("A resource waits for what its operator made where that refers to it")
  func resourceInForeground() throws {
    for (image, kind, waits) in [
      ("rabbitmqoperator/cluster-operator:2.12.0", "RabbitmqCluster", true),
      ("ghcr.io/zalando/postgres-operator:v1.15.1", "postgresql", false),
    ] {
      var spec = Self.zalando()
      spec.workloads[0].userKind = kind
      spec.workloads[0].template.terminationGrace = .seconds(20)
      spec.workloads[0].template.containers[0].preStop = .seconds(20)
      spec.workloads[1].template.containers[0].image = image
      var simulation = Simulation(seed: 6)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 6))
      world.cluster.start(in: &simulation)
      let object = NamedObject(
        kind: kind, namespace: "shop", name: "acid-db", cascade: .foreground, span: .unknown)
      world.cluster.make(.delete(object), update: nil, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      #expect(world.cluster.workloads[0].exists == waits, "\(kind)")
      simulation.run(&world, through: SimTime(seconds: 120))
      #expect(!world.cluster.workloads[0].exists && world.cluster.workloads[0].pods.isEmpty)
    }
  }

  /// A StatefulSet of Zalando's operator, and the operator itself.
  private static func zalando() -> ClusterSpec {
    var set = SmallCluster.workload(.statefulSet, "acid-db", replicas: 2)
    set.userKind = "postgresql"
    set.userName = "acid-db"
    var keeper = SmallCluster.workload(.deployment, "postgres-operator", replicas: 1)
    keeper.template.containers[0].image = "ghcr.io/zalando/postgres-operator:v1.15.1"
    return SmallCluster.spec([set, keeper])
  }

  private static func acid(_ kind: String) -> ChangeAction {
    .delete(NamedObject(kind: kind, namespace: "shop", name: "acid-db", span: .unknown))
  }

  /// The world after the StatefulSet of Zalando's operator was deleted.
  private static func withoutSet(_ simulation: inout Simulation) -> ClusterWorld {
    var world = ClusterWorld(cluster: Cluster(zalando(), seed: 6))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    world.cluster.make(acid("StatefulSet"), update: nil, in: &simulation)
    return world
  }

  private static func resource(_ name: String) throws -> ManifestDocument {
    let text = """
      apiVersion: acid.zalan.do/v1
      kind: postgresql
      metadata: {name: \(name), namespace: shop}
      """
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: DiagnosticCollector())
    return try #require(loader.documents(of: Array(text.utf8), path: "db.yaml").first)
  }

  @Test("A change of the resource replaces what the operator's next comparison would write")
  func supersedes() throws {
    var simulation = Simulation(seed: 6)
    var world = Self.withoutSet(&simulation)
    var changed = Self.zalando()
    changed.workloads[0].template.containers[0].image = "new:2"
    let update = ClusterUpdate(from: Self.zalando(), to: changed, documents: [])
    world.cluster.make(.apply(Self.file), update: update, in: &simulation)
    let period = try #require(OperatorSpec.zalando.resync).seconds
    simulation.run(&world, through: SimTime(seconds: period + 120))
    #expect(images(world) == ["new:2", "new:2"])
  }

  @Test("A resource that is deleted while its StatefulSet is away stays so with all that it made")
  func deletedMeanwhile() throws {
    var simulation = Simulation(seed: 6)
    var world = Self.withoutSet(&simulation)
    simulation.run(&world, through: SimTime(seconds: 90))
    let problem = world.cluster.make(Self.acid("postgresql"), update: nil, in: &simulation)
    let period = try #require(OperatorSpec.zalando.resync).seconds
    simulation.run(&world, through: SimTime(seconds: period + 120))
    #expect(problem == nil && !world.cluster.workloads[0].exists)
  }

  @Test("The deletion of what an operator made leaves the resource itself in the API")
  func keepsResource() throws {
    var simulation = Simulation(seed: 6)
    var world = Self.withoutSet(&simulation)
    let document = try Self.resource("acid-db")
    let update = ClusterUpdate(
      from: Self.zalando(), to: Self.zalando(), documents: [document], earlier: [document])
    world.cluster.make(.apply(Self.file), update: update, in: &simulation)
    let applied = world.cluster.drainEvents().filter { $0.reason == "Applied" }
    #expect(applied.map { $0.message.hasSuffix(" unchanged") } == [true])
  }

  @Test("An apply of a resource is about workloads of other names that are made of it")
  func otherName() throws {
    var spec = Self.zalando()
    spec.workloads[0].name = "acid-db-server"
    let update = ClusterUpdate(
      from: spec, to: spec, documents: [try Self.resource("acid-db")])
    #expect(update.workloads.map(\.spec.name) == ["acid-db-server"])
    #expect(update.workloads.map(\.setsReplicas) == [true])
  }

  @Test("What an operator does not watch comes back at its next full comparison")
  func comparison() throws {
    var simulation = Simulation(seed: 6)
    var world = Self.withoutSet(&simulation)
    let period = try #require(OperatorSpec.zalando.resync).seconds
    simulation.run(&world, through: SimTime(seconds: period - 10))
    #expect(!world.cluster.workloads[0].exists)
    simulation.run(&world, through: SimTime(seconds: period + 120))
    #expect(world.cluster.workloads[0].exists && world.cluster.workloads[0].readyCount == 2)
    // With the resource itself goes what the operator made of it.
    world.cluster.make(Self.acid("postgresql"), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 2 * period + 120))
    #expect(!world.cluster.workloads[0].exists)
  }

  @Test("An operator whose machine died is not at work")
  func dead() {
    var simulation = Simulation(seed: 5)
    var world = ClusterWorld(cluster: Cluster(Self.spec(), seed: 5))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let wasAtWork = world.cluster.isAtWork(1)
    let node = Int(world.cluster.pods[world.cluster.workloads[1].pods[0]].node)
    world.cluster.powerOff(node: node, in: &simulation)
    let isAtWork = world.cluster.isAtWork(1)
    #expect(wasAtWork && !isAtWork)
  }

  /// Two copies of an operator, which elect the one that acts or not.
  private static func copies(electing: Bool) -> ClusterSpec {
    var keeper = SmallCluster.workload(.deployment, "redis-operator", replicas: 2)
    if electing { keeper.template.containers[0].election = LeaderElection() }
    return SmallCluster.spec([keeper])
  }

  /// How long an operator is not at work after the machine of one of its copies lost its power.
  private static func absence(
    losing copy: Int, electing: Bool, at time: Double, seed: UInt64 = 6,
    access: AccessRules = AccessRules()
  ) -> Double {
    var spec = copies(electing: electing)
    spec.access = access
    var simulation = Simulation(seed: seed)
    var world = ClusterWorld(cluster: Cluster(spec, seed: seed))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: time))
    let pods = world.cluster.workloads[0].pods
    let node = Int(world.cluster.pods[pods[copy]].node)
    world.cluster.powerOff(node: node, in: &simulation)
    for tenth in 0..<400 {
      let wait = Double(tenth) / 10
      simulation.run(&world, through: SimTime(seconds: time + wait))
      if world.cluster.isAtWork(0) { return wait }
    }
    return .infinity
  }

  /// The other copy tries in pauses of 2 to 4.4 s, sees the last renewal at one try and takes the
  /// lease at the first that comes 15 s later.
  ///
  /// By the renewal theorem the wait for a try, from the renewal and from the end of the 15 s, has
  /// the mean E[X²] / 2 E[X] of the pauses X. The losses are spread over the holder's 2 s.
  @Test("Another copy takes the lease of one that died 15 s after it saw the last renewal")
  func takeover() {
    let count = 120
    let absences = (0..<count).map {
      Self.absence(
        losing: 0, electing: true, at: 10 + 2 * Double($0) / Double(count), seed: UInt64($0))
    }
    #expect(absences.allSatisfy { $0 > 13 && $0 < 15 + 2 * 4.4 + 0.1 }, "\(absences)")
    let (mean, variance) = ((2 + 4.4) / 2, (4.4 - 2) * (4.4 - 2) / 12)
    let untilTry = (mean * mean + variance) / (2 * mean)
    let sinceRenewal = Double(count - 1) / Double(count)
    // An absence is found at the next tenth of a second.
    let expected = 15 + 2 * untilTry - sinceRenewal + 0.05
    let interval = ConfidenceInterval(of: absences, level: 0.999)
    #expect(interval.contains(expected), "\(interval) of \(expected)")
  }

  @Test("A process that starts anew waits the whole lease from its start, unless its pod names it")
  func stranger() throws {
    for isNamedByPod in [false, true] {
      var spec = Self.copies(electing: true)
      spec.workloads[0].replicas = 1
      spec.workloads[0].template.containers[0].election?.isNamedByPod = isNamedByPod
      var simulation = Simulation(seed: 8)
      var world = ClusterWorld(cluster: Cluster(spec, seed: 8))
      world.cluster.start(in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 10))
      let pod = world.cluster.workloads[0].pods[0]
      world.cluster.crash(pod, exitCode: 1, reason: .error, in: &simulation)
      simulation.run(&world, through: SimTime(seconds: 60))
      let began = world.cluster.pods[pod].servingSince
      try #require(began > SimTime(seconds: 10) && began < SimTime(seconds: 30))
      let taken = world.cluster.drainEvents().last { $0.reason == "LeaderElection" }
      if isNamedByPod {
        #expect(taken == nil)
      } else {
        let wait = try #require(taken).time - began
        #expect(wait >= .seconds(15) && wait <= .seconds(15) + .milliseconds(4_400))
      }
      let isAtWork = world.cluster.isAtWork(0)
      #expect(isAtWork)
    }
  }

  /// Strimzi's roles allow its own lease alone, as those of the cluster autoscaler do.
  @Test("A role that names the lease lets another copy take it", arguments: ["update", "get"])
  func namedLease(verb: String) throws {
    let access = try ClusterSpec.of(
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: Role
      metadata: {name: elect, namespace: shop}
      rules:
        - apiGroups: [coordination.k8s.io]
          resources: [leases]
          resourceNames: [redis-operator]
          verbs: [\(verb)]
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: elect, namespace: shop}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: elect}
      subjects: [{kind: ServiceAccount, name: default, namespace: shop}]
      """
    ).access
    let absence = Self.absence(losing: 0, electing: true, at: 10, access: access)
    #expect((absence < 20) == (verb == "update"), "\(absence)")
  }

  @Test("The loss of a copy that does not lead, or of one of several that all act, is no absence")
  func spare() {
    #expect(Self.absence(losing: 1, electing: true, at: 10) == 0)
    #expect(Self.absence(losing: 0, electing: false, at: 10) == 0)
  }

  @Test("A leader that can not renew its lease for the deadline ends, and another becomes leader")
  func deadline() {
    var simulation = Simulation(seed: 7)
    var world = ClusterWorld(cluster: Cluster(Self.copies(electing: true), seed: 7))
    world.cluster.start(in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    let leader = world.cluster.workloads[0].pods[0]
    world.cluster.setReachable(
      node: Int(world.cluster.pods[leader].node), false, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 40))
    let events = world.cluster.drainEvents()
    #expect(events.contains { $0.reason == "LeaderElectionLost" })
    #expect(events.contains { $0.reason == "LeaderElection" && $0.kind == "Lease" })
    #expect(world.cluster.pods[leader].restarts > 0)
    let isAtWork = world.cluster.isAtWork(0)
    #expect(isAtWork)
  }

  @Test(
    "Arguments and variables say whether copies elect one",
    arguments: [
      ("args: [--leader-elect]", 15), ("args: [controller, --leader-elect=true]", 15),
      ("args: [--leader-elect, --leader-lease-duration=30]", 30),
      ("env: [{name: STRIMZI_LEADER_ELECTION_ENABLED, value: \"true\"}]", 15),
      ("env: [{name: STRIMZI_LEADER_ELECTION_ENABLED, value: \"false\"}]", nil),
      ("args: [--leader-elect=false]", nil), ("args: [--config=/etc/operator.yaml]", nil),
    ] as [(String, Int64?)])
  func reading(text: String, seconds: Int64?) throws {
    let document = """
      apiVersion: v1
      kind: Pod
      metadata: {name: manager}
      spec:
        containers:
          - {name: manager, image: "example/manager:1", \(text)}
      """
    let collector = DiagnosticCollector()
    let loader = ManifestLoader(sources: SourceMap(), diagnostics: collector)
    let set = ManifestSet.decode(
      loader.documents(of: Array(document.utf8), path: "pod.yaml"), collector)
    let container = try #require(set.pods.first?.spec.containers.first)
    #expect(LeaderElection(container)?.duration == seconds.map { .seconds($0) })
  }
}
