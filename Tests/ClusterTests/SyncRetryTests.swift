import Cluster
import Manifests
import SimulationKernel
import Testing

/// Controllers repeat a sync that ended with an error after a back-off, and watch none of the
/// objects that admission looks at (client-go util/workqueue; pkg/controller).
@Suite("When controllers try refused pods again")
struct SyncRetryTests {
  func owner(
    _ kind: String = "Deployment", _ pod: String = "serviceAccountName: puller", more: String = ""
  ) -> String {
    let version = kind == "Job" ? "batch" : "apps"
    let selector = kind == "Job" ? "" : "selector: {matchLabels: {app: web}}"
    return """
      apiVersion: \(version)/v1
      kind: \(kind)
      metadata: {name: web, namespace: shop}
      spec:
        \(selector)
        \(more)
        template:
          metadata: {labels: {app: web}}
          spec: {\(pod), containers: [{name: a, image: "a:1"}]}
      ---

      """
  }

  private static func object(_ version: String, _ kind: String, _ rest: String) -> String {
    "apiVersion: \(version)\nkind: \(kind)\n\(rest)\n---\n"
  }

  private static let account = object(
    "v1", "ServiceAccount", "metadata: {name: puller, namespace: shop}")

  func cold(_ text: String, _ simulation: inout Simulation) throws -> ClusterWorld {
    var spec = try ClusterSpec.of(text)
    spec.start = .cold
    simulation = Simulation(seed: 1)
    var world = ClusterWorld(cluster: Cluster(spec, seed: 1))
    world.cluster.start(in: &simulation)
    return world
  }

  /// What a controller says of the pods that it could not make until a time.
  func refusals(_ text: String, until end: Double) throws -> [ClusterEvent] {
    var simulation = Simulation(seed: 1)
    var world = try cold(text, &simulation)
    simulation.run(&world, through: SimTime(seconds: end))
    return world.cluster.drainEvents().filter { $0.reason == "FailedCreate" }
  }

  /// default_rate_limiters.go; job_controller.go DefaultJobApiBackOff, MaxJobApiBackOff.
  @Test(
    "Each wait is twice the one before, from 5 ms on, but for Jobs from 1 s to 1 min",
    arguments: [("Deployment", 5), ("StatefulSet", 5), ("DaemonSet", 5), ("Job", 1_000)])
  func waits(kind: String, first: Int64) throws {
    let policy = kind == "Job" ? ", restartPolicy: Never" : ""
    let text = owner(kind, "serviceAccountName: puller" + policy)
    let times = try refusals(text, until: 400).map(\.time)
    let greatest = SimDuration.seconds(kind == "Job" ? 60 : 1_000)
    let waits = zip(times, times.dropFirst()).map { $1 - $0 }
    let expected = waits.indices.map { min(.milliseconds(first << Int64($0)), greatest) }
    #expect(waits == expected)
    // The last one that ends in time is among them.
    let next = min(.milliseconds(first << Int64(waits.count)), greatest)
    #expect(try #require(times.last) + next > SimTime(seconds: 400))
  }

  /// deployment_controller.go and replica_set.go have a queue each.
  @Test("The look at a Deployment's deadline is no try of its ReplicaSet, and leaves its next one")
  func deadline() throws {
    let tries = try [60, 3_600].map { seconds in
      try refusals(owner(more: "progressDeadlineSeconds: \(seconds)"), until: 400).map(\.time)
    }
    #expect(tries[0] == tries[1])
    var simulation = Simulation(seed: 1)
    var world = try cold(owner(more: "progressDeadlineSeconds: 60"), &simulation)
    simulation.run(&world, through: SimTime(seconds: 70))
    let events = world.cluster.drainEvents()
    let missed = try #require(events.first { $0.reason == "ProgressDeadlineExceeded" })
    #expect(!tries[0].contains(missed.time))
  }

  /// What pods say, what is there besides and keeps them out, and the object that lets them come.
  enum Lack: String, CaseIterable {
    case account, priority, runtime, room, level

    var pod: String {
      switch self {
      case .account: "serviceAccountName: puller"
      case .priority: "priorityClassName: high"
      case .runtime: "runtimeClassName: kata"
      case .room, .level: "priority: 0"
      }
    }

    var besides: String {
      switch self {
      case .account, .priority, .runtime: ""
      case .room: Self.quota(0)
      case .level: Self.namespace("restricted")
      }
    }

    var remedy: String {
      switch self {
      case .account: SyncRetryTests.account
      case .priority:
        object("scheduling.k8s.io/v1", "PriorityClass", "metadata: {name: high}\nvalue: 10")
      case .runtime: object("node.k8s.io/v1", "RuntimeClass", "metadata: {name: kata}\nhandler: k")
      case .room: Self.quota(9)
      case .level: Self.namespace("privileged")
      }
    }

    private static func quota(_ pods: Int) -> String {
      object(
        "v1", "ResourceQuota",
        "metadata: {name: few, namespace: shop}\nspec: {hard: {pods: \"\(pods)\"}}")
    }

    private static func namespace(_ level: String) -> String {
      let label = "pod-security.kubernetes.io/enforce: \(level)"
      return object("v1", "Namespace", "metadata: {name: shop, labels: {\(label)}}")
    }
  }

  @Test(
    "What lets refused pods come is found out at the next try, also where a file repeats the owner",
    arguments: Lack.allCases)
  func late(_ lack: Lack) throws {
    try expectNextTry(
      owner("Deployment", lack.pod, more: "replicas: 2"), besides: lack.besides, lack.remedy)
  }

  private static func controller(_ replicas: Int, account: String) -> String {
    object(
      "v1", "ReplicationController",
      """
      metadata: {name: web, namespace: shop}
      spec:
        replicas: \(replicas)
        template:
          metadata: {labels: {app: web}}
          spec: {serviceAccountName: \(account), containers: [{name: a, image: "a:1"}]}
      """)
  }

  @Test("A ReplicationController's pods come at the next try, too")
  func controller() throws {
    try expectNextTry(Self.controller(2, account: "puller"), Self.account)
  }

  @Test("A ReplicationController has the replicas that its file gives it, also after a scale")
  func controllerReplicas() throws {
    let web = Self.controller(2, account: "default")
    var simulation = Simulation(seed: 1)
    var world = try cold(web, &simulation)
    let larger = Self.controller(4, account: "default")
    try world.apply(larger, to: web, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].readyCount == 4)
    world.cluster.scale(workload: 0, to: 1, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 120))
    #expect(world.cluster.workloads[0].readyCount == 1)
    try world.apply(larger, to: larger, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 180))
    #expect(world.cluster.workloads[0].readyCount == 4)
  }

  @Test("A file that repeats a Deployment's ReplicaSet as it is brings no try of the Deployment")
  func owned() throws {
    let account = "}], serviceAccountName: puller, imagePullSecrets: [{name: key"
    let set = HandSet.object("ReplicaSet", "hand", container: account)
    let web = HandSet.object("Deployment", "web", container: account)
    try expectNextTry(set, besides: web, Self.account)
  }

  /// Applies what the pods of a workload lack, without and with the workload as it is: its two pods
  /// come with the next try after that.
  private func expectNextTry(
    _ web: String, besides others: String = "", _ remedy: String
  ) throws {
    let before = others + web
    let applied = SimTime(seconds: 30)
    let tries = try refusals(before, until: 100).map(\.time)
    let next = try #require(tries.first { $0 > applied })
    for file in [remedy, remedy + web] {
      var simulation = Simulation(seed: 1)
      var world = try cold(before, &simulation)
      simulation.run(&world, through: applied)
      let problem = try world.apply(file, to: before, in: &simulation)
      #expect(problem == nil)
      simulation.run(&world, through: SimTime(seconds: 100))
      let index = try #require(world.cluster.workloads.firstIndex { $0.name == "web" })
      let created = world.cluster.workloads[index].pods.map { world.cluster.pods[$0].createdAt }
      #expect(created == [next, next])
    }
  }

  @Test("A file with an object that pods name changes no replicas that somebody has set")
  func scaled() throws {
    let web = owner(more: "replicas: 1")
    var simulation = Simulation(seed: 1)
    var world = try cold(web, &simulation)
    world.cluster.make(
      .scale(
        WorkloadReference(kind: nil, namespace: "shop", name: "web", span: .unknown), replicas: 3),
      update: nil, in: &simulation)
    try world.apply(Self.account, to: web, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 60))
    #expect(world.cluster.workloads[0].readyCount == 3)
  }

  @Test("What is gone, or was refused itself, does not come with an object that it names")
  func gone() throws {
    let web = owner()
    var simulation = Simulation(seed: 1)
    var world = try cold(web, &simulation)
    let pod = Self.object(
      "v1", "Pod",
      "metadata: {name: one, namespace: shop}\n"
        + "spec: {serviceAccountName: puller, containers: [{name: a, image: \"a:1\"}]}")
    simulation.run(&world, through: SimTime(seconds: 5))
    let problem = try world.apply(pod, to: web, in: &simulation)
    #expect(problem?.contains("serviceaccount \"puller\" not found") == true)
    let deployment = NamedObject(kind: "Deployment", namespace: "shop", name: "web", span: .unknown)
    world.cluster.make(.delete(deployment), update: nil, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 10))
    try world.apply(Self.account, to: web + pod, in: &simulation)
    simulation.run(&world, through: SimTime(seconds: 100))
    #expect(world.cluster.workloads.allSatisfy { !$0.exists && $0.pods.isEmpty })
  }

  @Test("Pods of a CronJob's Job that goes on come with the object that they name too")
  func cronJob() throws {
    let tick = Self.object(
      "batch/v1", "CronJob",
      "metadata: {name: tick, namespace: shop}\n"
        + "spec: {schedule: \"*/5 * * * *\", jobTemplate: {spec: {template: {spec: {restartPolicy: "
        + "Never, serviceAccountName: puller, containers: [{name: a, image: \"a:1\"}]}}}}}")
    for file in [Self.account, Self.account + tick] {
      var simulation = Simulation(seed: 1)
      var world = try cold(tick, &simulation)
      simulation.run(&world, through: SimTime(seconds: 320))
      let job = try #require(world.cluster.workloads.firstIndex { $0.kind == .job })
      #expect(world.cluster.workloads[job].pods.isEmpty)
      try world.apply(file, to: tick, in: &simulation)
      // A Job's controller tries again within a minute.
      simulation.run(&world, through: SimTime(seconds: 381))
      #expect(world.cluster.workloads[job].pods.count == 1)
    }
  }
}
